import { Textarea } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import type { approvalsShape } from "../../../src/api/merchant/operator.shape.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useTeamAct, useTeamAnswer } from "../queries.ts";
import { operatorTexts } from "../texts/operator.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Badge } from "../ui/badge.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Section } from "../ui/layout.tsx";
import { Notice } from "../ui/notice.tsx";
import { Answered, Empty } from "../ui/state.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import classes from "./operator.module.css";

type Answer = z.output<typeof approvalsShape.schema>;
type Approval = Answer["data"][number];

/** Merchants' open requests for methods, oldest first. */
export function Approvals() {
  const t = useTexts(operatorTexts);
  const { language } = useLanguage();
  const approvals = useTeamAnswer<Answer>("operator/approvals");
  const columns: readonly Column<Approval>[] = [
    {
      key: "merchant",
      header: t.merchant,
      phone: "title",
      cell: ({ account }) => (
        <>
          <strong>{account.name}</strong> <span className="quiet small">{account.email}</span>
        </>
      ),
    },
    { key: "method", header: t.method, cell: ({ name }) => name[language] },
    { key: "asked", header: t.asked, cell: ({ requested_at: at }) => (at ? <Time at={at} form="relative" /> : "–") },
    { key: "terms", header: t.terms, cell: ({ accepted_terms: terms }) => terms ?? "–" },
    {
      key: "bank",
      header: t.bank,
      phone: "corner",
      cell: ({ connected }) => (
        <Badge tone={connected ? "good" : "warn"}>{connected ? t.connected : t.notConnected}</Badge>
      ),
    },
    { key: "acts", header: t.acts, bare: true, end: true, cell: (approval) => <Decide approval={approval} /> },
  ];
  return (
    <Section flush>
      <Answered answer={approvals}>
        {({ data }) =>
          data.length > 0 ? (
            <Table
              label={t.tabs.approvals}
              rows={data}
              columns={columns}
              keyOf={({ account, type }) => `${account.id} ${type}`}
            />
          ) : (
            <Empty title={t.noApprovals} icon="check">
              {t.noApprovalsHint}
            </Empty>
          )
        }
      </Answered>
    </Section>
  );
}

type Verdict = { decision: "approve" } | { decision: "decline"; reason: string };

function Decide({ approval }: { approval: Approval }) {
  const t = useTexts(operatorTexts);
  const { language } = useLanguage();
  const [open, setOpen] = useState<"approve" | "decline" | null>(null);
  const [reason, setReason] = useState("");
  const decide = useTeamAct<Verdict>(`operator/approvals/${approval.account.id}/${approval.type}`, {
    refreshes: ["operator", "methods", "capability"],
    ...(open && { said: open === "approve" ? t.approved : t.declined }),
    onDone: () => setOpen(null),
  });
  const method = approval.name[language];
  const merchant = approval.account.name;
  const dialog = { close: () => setOpen(null), busy: decide.isPending, error: decide.error };
  const of = `${method}, ${merchant}`;
  return (
    <span className={classes.acts}>
      <ActButton right="operate" size="compact-sm" of={of} onClick={() => setOpen("approve")}>
        {t.approve}
      </ActButton>
      <ActButton right="operate" size="compact-sm" variant="default" of={of} onClick={() => setOpen("decline")}>
        {t.decline}
      </ActButton>
      <Confirm
        {...dialog}
        opened={open === "approve"}
        title={t.approveTitle(method, merchant)}
        action={t.approve}
        act={() => decide.mutate({ decision: "approve" })}
      >
        <p>{t.approveHint}</p>
        {!approval.connected && (
          <Notice tone="warn" icon="warning">
            {t.approveUnconnected}
          </Notice>
        )}
      </Confirm>
      <Confirm
        {...dialog}
        opened={open === "decline"}
        title={t.declineTitle(method, merchant)}
        action={t.decline}
        danger
        disabled={reason.trim() === ""}
        act={() => decide.mutate({ decision: "decline", reason: reason.trim() })}
      >
        <Textarea
          label={t.reason}
          description={t.reasonHint}
          rows={3}
          maxLength={500}
          data-autofocus
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </Confirm>
    </span>
  );
}
