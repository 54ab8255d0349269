import { fieldsOf } from "../../connectors/answers.ts";
import type { Mirror, MirroredRequest } from "../../connectors/upstream.ts";

/** Ids of charges that an answer shows as paid: the object itself, the charge of a refund, or the charges of a list. */
export function paidIn(answer: unknown): string[] {
  const { object, data } = fieldsOf(answer);
  const each = object === "list" && Array.isArray(data) ? data : [answer];
  return each.flatMap((item) => {
    const { object: kind, id, charge, paid } = fieldsOf(item);
    if (kind === "refund" && typeof charge === "string") return [charge];
    return kind === "charge" && paid === true && typeof id === "string" ? [id] : [];
  });
}

/**
 * Marks a charge as paid at the shadow where it still waits for its payer there. Payers act on simulated pages here, of which no request tells the shadow.
 *
 * @param charge the shadow's id
 * @throws Error where the shadow does not say how the charge is
 */
export async function catchUp(mirror: Mirror, charge: string, headers: MirroredRequest["headers"]): Promise<void> {
  const ask = (method: "GET" | "POST", path: string) => mirror.send({ method, path, key: "secret", headers, body: "" });
  const { status, body } = await ask("GET", `/charges/${charge}`);
  if (status !== 200) throw new Error(`the shadow answered ${status} to the question for a charge`);
  const found = fieldsOf(JSON.parse(body));
  if (found["status"] === "pending" && found["authorized"] !== true)
    await ask("POST", `/charges/${charge}/mark_as_paid`);
}
