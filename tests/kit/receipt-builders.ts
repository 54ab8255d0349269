import { days } from "../../src/domain/base/time.ts";
import { cardCharge } from "./builders.ts";
import type { Answer, TestGateway } from "./gateway.ts";

/** The receipt for the fee of one card charge, made when its day is over: the clock goes on by a day. */
export async function aReceipt(gateway: TestGateway): Promise<Answer["json"]> {
  await cardCharge(gateway);
  await gateway.advance(days(1));
  const { json } = await gateway.call("GET", "/receipts");
  return json.data.at(-1);
}
