import type { Answer, TestGateway } from "./gateway.ts";

/** A linked account whose payer has not answered yet. */
export async function aRequestToLink(
  gateway: TestGateway,
  patch: Record<string, unknown> = {},
): Promise<Answer["json"]> {
  const body = { type: "direct_debit_kbank", return_uri: "https://shop.example/linked", ...patch };
  return (await gateway.call("POST", "/linked_accounts", { body })).json;
}

/** The payer's answer on the page of their bank. */
export const answerLink = (gateway: TestGateway, linked: Answer["json"], body: Record<string, string>) =>
  gateway.call("POST", new URL(linked.registration_uri).pathname, { key: null, body });

/** A linked account from which its payer lets money be taken. @param purse which of the payer's accounts it is */
export async function aLinkedAccount(
  gateway: TestGateway,
  purse = "full",
  patch: Record<string, unknown> = {},
): Promise<Answer["json"]> {
  const linked = await aRequestToLink(gateway, patch);
  await answerLink(gateway, linked, { purse });
  return (await gateway.call("GET", `/linked_accounts/${linked.id}`)).json;
}
