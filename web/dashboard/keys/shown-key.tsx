import { Button } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import type { keyShape } from "../../../src/api/shapes/key.ts";
import { useTexts } from "../language.tsx";
import { keyTexts } from "../texts/keys.ts";
import { Copyable } from "../ui/copy.tsx";
import classes from "./keys.module.css";

export type Key = z.output<typeof keyShape.schema>;

/** A key as it may be shown: public ones in full, secret ones when asked for, live secret ones by their ending. */
export function ShownKey({ apiKey: { kind, key, last } }: { apiKey: Key }) {
  const t = useTexts(keyTexts);
  const [open, setOpen] = useState(false);
  const masked = `${kind === "public" ? "pkey" : "skey"}_••••${last ?? ""}`;
  if (key === null)
    return (
      <span>
        <code>{masked}</code> <span className="quiet small">{t.onceBefore}</span>
      </span>
    );
  if (kind === "public" || open)
    return (
      <span className={classes.shown}>
        <Copyable text={key} of={t.kinds[kind]} />
        {kind === "secret" && (
          <Button size="compact-xs" variant="default" onClick={() => setOpen(false)}>
            {t.hide}
          </Button>
        )}
      </span>
    );
  return (
    <span className={classes.shown}>
      <code>{masked}</code>
      <Button size="compact-xs" variant="default" aria-label={`${t.reveal}: …${last}`} onClick={() => setOpen(true)}>
        {t.reveal}
      </Button>
    </span>
  );
}
