import { SegmentedControl, Stack } from "@mantine/core";
import { useId } from "react";
import { useTexts } from "../language.tsx";
import { keyTexts } from "../texts/keys.ts";
import classes from "./keys.module.css";
import type { Key, Permissions } from "./shown-key.tsx";

/** Chooses what a key may do: everything, which is null, or resource by resource. */
export function PermissionsInput({
  grantable,
  value,
  change,
}: {
  grantable: Permissions;
  value: Permissions | null;
  change: (value: Permissions | null) => void;
}) {
  const t = useTexts(keyTexts);
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={t.reach}
        value={value === null ? "all" : "some"}
        onChange={(chosen) => change(chosen === "all" ? null : {})}
        data={(["all", "some"] as const).map((each) => ({ value: each, label: t.reaches[each] }))}
      />
      {value !== null && (
        <>
          <p className="quiet small">
            {t.reachHint} {t.eventHint}
          </p>
          <div>
            {Object.entries(grantable).map(([name, most]) => (
              <Grant
                key={name}
                name={name}
                writable={most === "write"}
                value={value[name] ?? "none"}
                change={(grant) => change(withGrant(value, name, grant))}
              />
            ))}
          </div>
        </>
      )}
    </Stack>
  );
}

type Choice = Permissions[string] | "none";

function Grant({
  name,
  writable,
  value,
  change,
}: {
  name: string;
  writable: boolean;
  value: Choice;
  change: (value: Choice) => void;
}) {
  const t = useTexts(keyTexts);
  const label = useId();
  const choices: readonly Choice[] = writable ? ["none", "read", "write"] : ["none", "read"];
  return (
    <div className={classes.grant}>
      <span id={label}>{t.resources[name] ?? name}</span>
      <SegmentedControl
        aria-labelledby={label}
        size="xs"
        value={value}
        onChange={change}
        data={choices.map((each) => ({ value: each, label: t.grants[each] }))}
      />
    </div>
  );
}

function withGrant(permissions: Permissions, name: string, grant: Choice): Permissions {
  const others = Object.entries(permissions).filter(([each]) => each !== name);
  return Object.fromEntries(grant === "none" ? others : [...others, [name, grant]]);
}

/** What a restricted key may do; nothing for other keys. */
export function ShownPermissions({ apiKey: { permissions } }: { apiKey: Key }) {
  const t = useTexts(keyTexts);
  if (permissions === null) return null;
  return (
    <span className="quiet small">
      {Object.entries(permissions)
        .map(([name, grant]) => `${t.resources[name] ?? name}: ${t.grants[grant]}`)
        .join(" · ")}
    </span>
  );
}
