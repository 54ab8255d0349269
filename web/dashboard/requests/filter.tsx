import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTexts } from "../language.tsx";
import classes from "../ledger/ledger.module.css";
import { requestsTexts } from "../texts/requests.ts";

const verbs = ["GET", "POST", "PATCH"];

export type RequestFilter = { method?: string; status?: string; path?: string };

/** The filter of the request log, kept in the address. */
export function readRequestFilter({ method, status, path }: Record<string, string | undefined>): RequestFilter {
  return {
    ...(method && verbs.includes(method) && { method }),
    ...(status && /^[245]xx$/.test(status) && { status }),
    ...(path && { path: path.slice(0, 200) }),
  };
}

type Props = { filter: RequestFilter; change: (changed: Record<string, string>) => void };

export function RequestFilterBar({ filter, change }: Props) {
  const t = useTexts(requestsTexts);
  const [path, setPath] = useState(filter.path ?? "");
  return (
    <form
      className={classes.bar}
      onSubmit={(event) => {
        event.preventDefault();
        change({ path: path.trim() });
      }}
    >
      <NativeSelect
        label={t.method}
        value={filter.method ?? ""}
        onChange={(event) => change({ method: event.currentTarget.value })}
        data={[{ value: "", label: t.any }, ...verbs]}
      />
      <NativeSelect
        label={t.status}
        value={filter.status ?? ""}
        onChange={(event) => change({ status: event.currentTarget.value })}
        data={[{ value: "", label: t.any }, ...Object.entries(t.statuses).map(([value, label]) => ({ value, label }))]}
      />
      <TextInput
        label={t.path}
        placeholder="/charges"
        value={path}
        onChange={(event) => setPath(event.currentTarget.value)}
        onBlur={() => path.trim() !== (filter.path ?? "") && change({ path: path.trim() })}
      />
    </form>
  );
}
