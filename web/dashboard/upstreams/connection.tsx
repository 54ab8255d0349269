import { Group } from "@mantine/core";
import { useState } from "react";
import { useLanguage, useTexts } from "../language.tsx";
import { useAct } from "../queries.ts";
import { upstreamTexts } from "../texts/upstreams.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Badge } from "../ui/badge.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Copyable } from "../ui/copy.tsx";
import { Facts, Section } from "../ui/layout.tsx";
import { Time } from "../ui/time.tsx";
import type { UpstreamAnswer } from "./answers.ts";
import { changedByUpstreams } from "./changed.ts";
import { ConnectDialog } from "./connect-dialog.tsx";
import { ContractDialog, ContractShown } from "./contract.tsx";
import classes from "./upstreams.module.css";

/** One upstream, and the account's connection to it. */
export function Connection({ upstream }: { upstream: UpstreamAnswer }) {
  const t = useTexts(upstreamTexts);
  const { language } = useLanguage();
  const [dialog, setDialog] = useState<"connect" | "contract" | "disconnect" | null>(null);
  const { connection, credentials, notify_uri, tells, assumed } = upstream;
  const name = upstream.label[language];
  const close = () => setDialog(null);
  return (
    <Section
      title={
        <span className={classes.name}>
          {name}
          <Badge tone={connection ? "good" : "quiet"}>{connection ? t.connected : t.notConnected}</Badge>
        </span>
      }
      lead={t.tells[tells]}
      actions={
        <Group gap="sm">
          <ActButton
            right="upstreams"
            variant={connection ? "default" : "filled"}
            of={name}
            onClick={() => setDialog("connect")}
          >
            {connection ? t.change : t.connect}
          </ActButton>
          {connection && (
            <ActButton right="upstreams" variant="default" of={name} onClick={() => setDialog("contract")}>
              {t.contractEnter}
            </ActButton>
          )}
          {connection && (
            <ActButton right="upstreams" variant="default" of={name} onClick={() => setDialog("disconnect")}>
              {t.disconnect}
            </ActButton>
          )}
        </Group>
      }
    >
      <Facts
        facts={[
          ...(connection
            ? [
                ...credentials.map(({ name: field, label }) =>
                  connection.shown[field] === undefined
                    ? null
                    : ([label[language], <code key={field}>{connection.shown[field]}</code>] as const),
                ),
                [t.since, <Time key="since" at={connection.connected_at} form="full" />] as const,
                [t.changed, <Time key="changed" at={connection.changed_at} form="full" />] as const,
                [t.contract, <ContractShown key="contract" contract={connection.contract} />] as const,
              ]
            : []),
          tells === "nothing"
            ? null
            : [
                t.notify,
                <span key="notify">
                  <Copyable text={notify_uri} of={t.notify} />
                  <span className="quiet small"> {t.notifyHint}</span>
                </span>,
              ],
        ]}
      />
      {connection && assumed.length > 0 && (
        <details className={classes.assumed}>
          <summary>{t.assumed}</summary>
          <ul lang="en">
            {assumed.map(({ fact, confirmed_by }) => (
              <li key={fact}>
                {fact}{" "}
                <span className="quiet">
                  <span lang={language}>{t.confirmedBy}</span> {confirmed_by}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {dialog === "connect" && <ConnectDialog upstream={upstream} close={close} />}
      {dialog === "contract" && <ContractDialog upstream={upstream} close={close} />}
      {dialog === "disconnect" && <DisconnectDialog upstream={upstream} close={close} />}
    </Section>
  );
}

function DisconnectDialog({ upstream, close }: { upstream: UpstreamAnswer; close: () => void }) {
  const t = useTexts(upstreamTexts);
  const { language } = useLanguage();
  const disconnect = useAct<Record<string, never>>(`upstreams/${upstream.name}/disconnect`, {
    refreshes: changedByUpstreams,
    said: t.disconnected,
    onDone: close,
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.disconnectTitle(upstream.label[language])}
      action={t.disconnect}
      danger
      busy={disconnect.isPending}
      error={disconnect.error}
      act={() => disconnect.mutate({})}
    >
      <p>{t.disconnectHint}</p>
    </Confirm>
  );
}
