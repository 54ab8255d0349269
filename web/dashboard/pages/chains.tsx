import { useState } from "react";
import type { AccountAnswer, ChainAnswer } from "../answers.ts";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useTexts } from "../language.tsx";
import { useListed } from "../listed.ts";
import { useMode } from "../mode.ts";
import { useAct, useAnswer } from "../queries.ts";
import { chainsTexts } from "../texts/chains.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Badge } from "../ui/badge.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Copyable } from "../ui/copy.tsx";
import { PageHead, Section, Sheets } from "../ui/layout.tsx";
import { Answered, Empty } from "../ui/state.tsx";
import { type Column, Listing } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

/** Merchants who let this account act in their place, and the address where another allows it. */
export function Chains() {
  const t = useTexts(chainsTexts);
  const account = useAnswer<AccountAnswer>("account");
  const pages = useListed<ChainAnswer>("chains");
  const [ending, setEnding] = useState<ChainAnswer | null>(null);
  const columns: Column<ChainAnswer>[] = [
    { key: "merchant", header: t.columns.merchant, phone: "title", cell: ({ email }) => email },
    {
      key: "state",
      header: t.columns.state,
      phone: "corner",
      cell: ({ revoked }) => <Badge tone={revoked ? "quiet" : "good"}>{revoked ? t.revoked : t.active}</Badge>,
    },
    {
      key: "key",
      header: t.columns.key,
      cell: ({ key, email }) => (key === "" ? "–" : <Copyable text={key} of={email} />),
    },
    { key: "created", header: t.columns.created, end: true, cell: ({ created_at }) => <Time at={created_at} /> },
    {
      key: "revoke",
      header: t.revoke,
      bare: true,
      end: true,
      cell: (chain) =>
        chain.revoked ? null : (
          <ActButton right="secret_keys" variant="default" size="xs" of={chain.email} onClick={() => setEnding(chain)}>
            {t.revoke}
          </ActButton>
        ),
    },
  ];
  return (
    <>
      <PageHead title={t.title} lead={t.lead} actions={<DownloadCsv what="chains" query={{}} />} />
      <Sheets>
        <Answered answer={account} lines={2}>
          {({ id, chain_enabled }) => <Invitation platform={chain_enabled ? id : null} />}
        </Answered>
        <Section flush>
          <Listing
            label={t.title}
            pages={pages}
            columns={columns}
            keyOf={({ id }) => id}
            empty={
              <Empty title={t.emptyTitle} icon="chains">
                {account.data?.chain_enabled && t.emptyHint}
              </Empty>
            }
          />
        </Section>
      </Sheets>
      {ending && <End chain={ending} close={() => setEnding(null)} />}
    </>
  );
}

function Invitation({ platform }: { platform: string | null }) {
  const t = useTexts(chainsTexts);
  const mode = useMode();
  const address = `${window.location.origin}/dashboard/${mode}/chains/allow?platform=${platform}`;
  return (
    <Section title={t.invite} lead={platform === null ? t.off : t.inviteHint}>
      {platform !== null && <Copyable text={address} of={t.invite} />}
    </Section>
  );
}

function End({ chain, close }: { chain: ChainAnswer; close: () => void }) {
  const t = useTexts(chainsTexts);
  const end = useAct(`chains/${chain.id}/revoke`, { refreshes: ["chains"], said: t.done, onDone: close });
  return (
    <Confirm
      opened
      close={close}
      title={t.revokeTitle}
      action={t.revoke}
      danger
      busy={end.isPending}
      error={end.error}
      act={() => end.mutate({})}
    >
      <p>
        <strong>{chain.email}</strong>
      </p>
      <p>{t.revokeHint}</p>
    </Confirm>
  );
}
