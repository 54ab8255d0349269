import type { z } from "zod";
import type { accountsShape } from "../../../src/api/merchant/operator.shape.ts";
import { useTexts } from "../language.tsx";
import { useTeamPages } from "../queries.ts";
import { operatorTexts } from "../texts/operator.ts";
import { shellTexts } from "../texts/shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Id } from "../ui/id.tsx";
import { Section } from "../ui/layout.tsx";
import { type Column, Listing } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

type Account = z.output<typeof accountsShape.schema>["data"][number];

/** All accounts of this server. */
export function Accounts() {
  const t = useTexts(operatorTexts);
  const words = useTexts(shellTexts);
  const accounts = useTeamPages<Account>("operator/accounts");
  const columns: readonly Column<Account>[] = [
    { key: "name", header: t.merchant, cell: ({ name }) => <strong>{name}</strong>, phone: "title" },
    {
      key: "mode",
      header: t.mode,
      phone: "corner",
      cell: ({ livemode }) => <Badge tone={livemode ? "good" : "warn"}>{livemode ? words.live : words.test}</Badge>,
    },
    { key: "email", header: t.email, cell: ({ email }) => email },
    { key: "id", header: t.account, cell: ({ id }) => <Id id={id} /> },
    { key: "since", header: t.since, cell: ({ created_at: at }) => <Time at={at} form="day" /> },
    { key: "enabled", header: t.methodsEnabled, end: true, cell: ({ methods }) => methods.enabled },
    { key: "waiting", header: t.waiting, end: true, cell: ({ methods }) => methods.requested },
  ];
  return (
    <Section flush>
      <Listing label={t.tabs.accounts} pages={accounts} columns={columns} keyOf={({ id }) => id} empty={null} />
    </Section>
  );
}
