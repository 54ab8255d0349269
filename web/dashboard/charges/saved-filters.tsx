import { ActionIcon, Button, TextInput } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import type { savedFiltersShape } from "../../../src/api/team/saved-filter.ts";
import { useTexts } from "../language.tsx";
import { useAct, useAnswer } from "../queries.ts";
import { savedFilterTexts } from "../texts/saved-filters.ts";
import { Icon } from "../ui/icon.tsx";
import { Refused } from "../ui/state.tsx";
import classes from "./filter.module.css";

type SavedFiltersAnswer = z.output<typeof savedFiltersShape.schema>;
type Conditions = Record<string, string>;

type Props = {
  list: SavedFiltersAnswer["data"][number]["list"];
  /** What the page's address says now; nothing where nothing is filtered. */
  current: Conditions;
  apply: (conditions: Conditions) => void;
};

/** The member's own filters of a list: each is applied by its name; the current one can be kept. */
export function SavedFilters({ list, current, apply }: Props) {
  const t = useTexts(savedFilterTexts);
  const [naming, setNaming] = useState(false);
  const { data } = useAnswer<SavedFiltersAnswer>("saved_filters");
  const filters = data?.data.filter((filter) => filter.list === list) ?? [];
  const narrowed = Object.keys(current).length > 0;
  const written = JSON.stringify(Object.entries(current).sort());
  const isCurrent = (conditions: Conditions) => JSON.stringify(Object.entries(conditions).sort()) === written;
  const isKept = filters.some(({ conditions }) => isCurrent(conditions));
  if (filters.length === 0 && !narrowed) return null;
  return (
    <div className={classes.saved}>
      {filters.length > 0 && (
        <ul aria-label={t.label}>
          {filters.map((filter) => (
            <Saved key={filter.id} filter={filter} chosen={isCurrent(filter.conditions)} apply={apply} />
          ))}
        </ul>
      )}
      {narrowed && !isKept && !naming && (
        <Button variant="subtle" size="compact-sm" onClick={() => setNaming(true)}>
          {t.keep}
        </Button>
      )}
      {narrowed && naming && <Naming list={list} current={current} done={() => setNaming(false)} />}
    </div>
  );
}

type SavedProps = { filter: SavedFiltersAnswer["data"][number]; chosen: boolean; apply: Props["apply"] };

function Saved({ filter: { id, name, conditions }, chosen, apply }: SavedProps) {
  const t = useTexts(savedFilterTexts);
  const remove = useAct<Record<string, never>>(`saved_filters/${id}/remove`, {
    refreshes: ["saved_filters"],
    said: t.removed,
  });
  return (
    <li>
      <Button
        variant={chosen ? "light" : "default"}
        size="compact-sm"
        aria-pressed={chosen}
        onClick={() => apply(conditions)}
      >
        {name}
      </Button>
      <ActionIcon
        variant="subtle"
        size="sm"
        aria-label={t.remove(name)}
        loading={remove.isPending}
        onClick={() => remove.mutate({})}
      >
        <Icon name="cross" size={13} />
      </ActionIcon>
    </li>
  );
}

function Naming({ list, current, done }: { list: Props["list"]; current: Conditions; done: () => void }) {
  const t = useTexts(savedFilterTexts);
  const [name, setName] = useState("");
  const keep = useAct<object>("saved_filters", { refreshes: ["saved_filters"], said: t.saved, onDone: done });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "" && !keep.isPending) keep.mutate({ list, name, conditions: current });
      }}
    >
      <TextInput
        size="xs"
        label={t.name}
        maxLength={60}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" loading={keep.isPending} disabled={name.trim() === ""}>
        {t.save}
      </Button>
      <Button variant="default" size="xs" onClick={done}>
        {t.cancel}
      </Button>
      <Refused error={keep.error} />
    </form>
  );
}
