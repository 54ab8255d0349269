import { cardCharge, installmentCharge } from "./builders.ts";
import { aGateway } from "./gateway.ts";

/** Rows of a CSV file as objects by column name. */
export function rowsOf(csv: string): Record<string, string>[] {
  const [head = [], ...rows] = csv
    .replace(/^\uFEFF/, "")
    .split("\r\n")
    .filter((line) => line !== "")
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
      ),
    );
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ""])));
}

/** A gateway with all kinds of money movements: full and partial captures, interest paid by the merchant, partial refunds, voids. */
export async function aMovedGateway(engine: "sqlite" | "postgres") {
  const gateway = await aGateway({ engine });
  await gateway.call("PATCH", "/account", { body: { metadata_export_keys: { charge: ["order"], refund: ["case"] } } });
  const paid = await cardCharge(gateway, { description: "=kept", metadata: { order: "A-1", lines: ["1", "2"] } });
  const voided = await cardCharge(gateway, { amount: 200_000, description: "voided" });
  const part = await cardCharge(gateway, { amount: 300_000, capture: false, authorization_type: "pre_auth" });
  await gateway.call("POST", `/charges/${part.json.id}/capture`, { body: { capture_amount: 120_000 } });
  const { json: term } = await installmentCharge(gateway, { zero_interest_installments: true });
  await gateway.call("POST", `/charges/${term.id}/mark_as_paid`);
  await gateway.advance(1_000);
  const refund = (charge: string, amount: number, metadata = {}) =>
    gateway.call("POST", `/charges/${charge}/refunds`, { body: { amount, metadata } });
  const returned = await refund(paid.json.id, 30_000, { case: "late" });
  const undone = await refund(voided.json.id, 200_000);
  return { gateway, paid: paid.json, voided: voided.json, term, returned: returned.json, undone: undone.json };
}
