import { Button } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import type { keyShape, keysShape } from "../../../src/api/merchant/key.shape.ts";
import { rightOver } from "../../../src/domain/team/role.ts";
import { useTexts } from "../language.tsx";
import { useAct } from "../queries.ts";
import { keyTexts } from "../texts/keys.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Copyable } from "../ui/copy.tsx";
import { Refused } from "../ui/state.tsx";
import classes from "./keys.module.css";

export type Key = z.output<typeof keyShape.schema>;
export type Keys = z.output<typeof keysShape.schema>;
export type Permissions = Keys["grantable"];

/** A key: public keys in full, secret test keys on request, secret live keys by their last characters. */
export function ShownKey({ apiKey: { id, kind, key, revealable, last } }: { apiKey: Key }) {
  const t = useTexts(keyTexts);
  const [revealed, setRevealed] = useState<string | null>(null);
  const reveal = useAct<Record<string, never>, Key>(`keys/${id}/reveal`, {
    onDone: ({ key: text }) => setRevealed(text),
  });
  const masked = `${kind === "public" ? "pkey" : "skey"}_••••${last ?? ""}`;
  const shown = key ?? revealed;
  if (shown !== null)
    return (
      <span className={classes.shown}>
        <Copyable text={shown} of={t.kinds[kind]} />
        {kind === "secret" && (
          <Button size="compact-xs" variant="default" onClick={() => setRevealed(null)}>
            {t.hide}
          </Button>
        )}
      </span>
    );
  if (!revealable)
    return (
      <span>
        <code>{masked}</code> <span className="quiet small">{t.onceBefore}</span>
      </span>
    );
  return (
    <span className={classes.shown}>
      <code>{masked}</code>
      <ActButton
        right={rightOver[kind]}
        size="compact-xs"
        variant="default"
        of={`…${last}`}
        loading={reveal.isPending}
        onClick={() => reveal.mutate({})}
      >
        {t.reveal}
      </ActButton>
      <Refused error={reveal.error} />
    </span>
  );
}
