import { useState } from "react";
import { rightOver } from "../../../src/domain/team/role.ts";
import { usePageTitle } from "../frame/page-title.ts";
import { CreateDialog, NewKeyDialog, RenameDialog, RevokeDialog, RollDialog } from "../keys/dialogs.tsx";
import classes from "../keys/keys.module.css";
import { ShownPermissions } from "../keys/permissions.tsx";
import { type Key, type Keys as Listed, ShownKey } from "../keys/shown-key.tsx";
import { useTexts } from "../language.tsx";
import { useAnswer } from "../queries.ts";
import { keyTexts } from "../texts/keys.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Badge, type Tone } from "../ui/badge.tsx";
import { PageHead, Section, Sheets } from "../ui/layout.tsx";
import { More } from "../ui/more.tsx";
import { OnlyLooking } from "../ui/notice.tsx";
import { Answered } from "../ui/state.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

const tones = { working: "good", expiring: "warn", expired: "quiet", revoked: "quiet" } as const satisfies Record<
  Key["state"],
  Tone
>;

/** API keys of this account. */
export function Keys() {
  const t = useTexts(keyTexts);
  const keys = useAnswer<Listed>("keys");
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<Key | null>(null);
  const columns = useColumns(setMade);
  return (
    <>
      <PageHead
        title={usePageTitle()}
        lead={t.lead}
        actions={
          <ActButton right="keys" onClick={() => setCreating(true)}>
            {t.create}
          </ActButton>
        }
      />
      <Answered answer={keys}>
        {({ data }) => {
          const ended = data.filter(({ state }) => state === "revoked" || state === "expired");
          const working = data.filter((key) => !ended.includes(key));
          return (
            <Sheets>
              <OnlyLooking right="secret_keys" of={t.kinds.secret} />
              <Section flush>
                <Table label={t.list} rows={working} columns={columns} keyOf={({ id }) => id} />
              </Section>
              {ended.length > 0 && (
                <More summary={t.ended(ended.length)}>
                  <Section flush>
                    <Table label={t.ended(ended.length)} rows={ended} columns={columns} keyOf={({ id }) => id} />
                  </Section>
                </More>
              )}
            </Sheets>
          );
        }}
      </Answered>
      <CreateDialog
        opened={creating}
        close={() => setCreating(false)}
        show={setMade}
        grantable={keys.data?.grantable ?? {}}
      />
      <NewKeyDialog apiKey={made} close={() => setMade(null)} />
    </>
  );
}

function useColumns(show: (key: Key) => void): readonly Column<Key>[] {
  const t = useTexts(keyTexts);
  return [
    { key: "kind", header: t.kind, cell: (key) => <Named apiKey={key} />, phone: "title" },
    { key: "key", header: t.key, cell: (key) => <ShownKey apiKey={key} /> },
    {
      key: "state",
      header: t.state,
      cell: ({ state }) => <Badge tone={tones[state]}>{t.states[state]}</Badge>,
      phone: "corner",
    },
    { key: "created", header: t.created, cell: ({ created_at: at }) => <Time at={at} form="day" /> },
    {
      key: "used",
      header: t.used,
      cell: ({ last_used_at: at }) => (at ? <Time at={at} /> : <span className="quiet">{t.neverUsed}</span>),
    },
    {
      key: "ends",
      header: t.ends,
      cell: ({ revoked_at: revoked, expires_at: expires }) => {
        const at = revoked ?? expires;
        return at ? <Time at={at} /> : "–";
      },
    },
    { key: "acts", header: t.acts, bare: true, cell: (key) => <Acts apiKey={key} show={show} />, end: true },
  ];
}

/** Name, kind and permissions of a key. */
function Named({ apiKey }: { apiKey: Key }) {
  const t = useTexts(keyTexts);
  const kind = apiKey.permissions === null ? t.kinds[apiKey.kind] : t.restricted;
  return (
    <span className={classes.named}>
      <strong>{apiKey.name ?? kind}</strong>
      {apiKey.name !== null && <span className="quiet small">{kind}</span>}
      <ShownPermissions apiKey={apiKey} />
    </span>
  );
}

function Acts({ apiKey, show }: { apiKey: Key; show: (key: Key) => void }) {
  const t = useTexts(keyTexts);
  const [open, setOpen] = useState<"rename" | "roll" | "revoke" | null>(null);
  if (apiKey.state === "revoked" || apiKey.state === "expired") return null;
  const of = `${t.kinds[apiKey.kind]} …${apiKey.last}`;
  const close = () => setOpen(null);
  return (
    <span className={classes.acts}>
      <ActButton
        right={rightOver[apiKey.kind]}
        size="compact-sm"
        variant="default"
        of={of}
        onClick={() => setOpen("rename")}
      >
        {t.rename}
      </ActButton>
      {apiKey.state === "working" && (
        <ActButton
          right={rightOver[apiKey.kind]}
          size="compact-sm"
          variant="default"
          of={of}
          onClick={() => setOpen("roll")}
        >
          {t.roll}
        </ActButton>
      )}
      <ActButton
        right={rightOver[apiKey.kind]}
        size="compact-sm"
        variant="default"
        of={of}
        onClick={() => setOpen("revoke")}
      >
        {t.revoke}
      </ActButton>
      <RenameDialog apiKey={apiKey} opened={open === "rename"} close={close} />
      <RollDialog apiKey={apiKey} opened={open === "roll"} close={close} show={show} />
      <RevokeDialog apiKey={apiKey} opened={open === "revoke"} close={close} />
    </span>
  );
}
