import type { AppConnector, BankAnswer, BankRequest, CardConnector } from "../connectors/connector.ts";
import type { Charge } from "../domain/charge.ts";
import { methodOf } from "../methods/index.ts";
import { connectorsOf, type Gateway } from "./gateway.ts";

/** Asks a bank; whatever is thrown on the way is an unknown answer, never a decline. */
export async function ask(question: () => Promise<BankAnswer>): Promise<BankAnswer> {
  try {
    return await question();
  } catch (error) {
    return { answer: "unknown", why: error instanceof Error ? error.message : String(error) };
  }
}

/** The connector of a charge; that one is configured was checked when it was created. */
export function connectorOf(gateway: Gateway, charge: Charge): AppConnector | CardConnector {
  const name = methodOf(charge.method).connector;
  const connector = connectorsOf(gateway, charge.livemode)[name];
  if (!connector) throw new Error(`no connector ${name} is configured for ${charge.livemode ? "live" : "test"} mode`);
  return connector;
}

export function cardConnectorOf(gateway: Gateway, charge: Charge): CardConnector {
  const connector = connectorOf(gateway, charge);
  if (connector.kind !== "card") throw new Error(`${charge.method} is not paid by card`);
  return connector;
}

/** The request that opens or authorizes a charge, under the reference that its bank knows. */
export function bankRequest({ id, source, amount, currency }: Charge): BankRequest {
  return { reference: source?.providerReference ?? id, amount, currency };
}

/** Under which reference the bank authorized; marked by hand in test mode, it never heard of the charge. */
export const authorizationOf = (charge: Charge): string => charge.bankReference ?? charge.id;
