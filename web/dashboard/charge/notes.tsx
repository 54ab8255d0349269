import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import type { notesShape } from "../../../src/api/payment/note.shape.ts";
import { useTexts } from "../language.tsx";
import { useAct, useAnswer } from "../queries.ts";
import { useCan } from "../session.tsx";
import { noteTexts } from "../texts/notes.ts";
import { Section } from "../ui/layout.tsx";
import { Answered, Refused } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";
import classes from "./notes.module.css";

type NotesAnswer = z.output<typeof notesShape.schema>;

/** Notes of members on a charge, for each other. */
export function Notes({ charge }: { charge: string }) {
  const t = useTexts(noteTexts);
  const can = useCan();
  const path = `charges/${charge}/notes`;
  const answer = useAnswer<NotesAnswer>(path);
  return (
    <Section title={t.title} lead={t.lead}>
      <Answered answer={answer} lines={2}>
        {({ data }) => (
          <>
            {data.length === 0 && <p className="quiet">{t.none}</p>}
            <ul className={classes.notes} aria-label={t.title}>
              {data.map((note) => (
                <Note key={note.id} path={path} note={note} />
              ))}
            </ul>
          </>
        )}
      </Answered>
      {can("notes") && <NewNote path={path} />}
    </Section>
  );
}

function Note({ path, note }: { path: string; note: NotesAnswer["data"][number] }) {
  const t = useTexts(noteTexts);
  const remove = useAct<Record<string, never>>(`${path}/${note.id}/remove`, { refreshes: [path], said: t.removed });
  return (
    <li>
      <p className={classes.text}>{note.text}</p>
      <p className={classes.by}>
        <span className="quiet small">
          {note.author.name}, <Time at={note.created_at} />
        </span>
        {note.removable && (
          <Button
            variant="subtle"
            size="compact-xs"
            aria-label={t.removeOf(note.author.name)}
            loading={remove.isPending}
            onClick={() => remove.mutate({})}
          >
            {t.remove}
          </Button>
        )}
      </p>
      <Refused error={remove.error} />
    </li>
  );
}

function NewNote({ path }: { path: string }) {
  const t = useTexts(noteTexts);
  const [text, setText] = useState("");
  const add = useAct<{ text: string }>(path, { refreshes: [path], said: t.added, onDone: () => setText("") });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "" && !add.isPending) add.mutate({ text });
      }}
    >
      <Textarea
        label={t.label}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Refused error={add.error} />
      <Button type="submit" size="xs" loading={add.isPending} disabled={text.trim() === ""}>
        {t.add}
      </Button>
    </form>
  );
}
