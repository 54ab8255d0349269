import { latestOf, sessionStanding, takesMethod } from "../../domain/link/checkout-session.ts";
import { codeOfLink, standingOf } from "../../domain/link/link.ts";
import { colorIn } from "../../domain/merchant/brand.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { cancelSession, paySession, sessionOfCode } from "../../operations/link/checkout-session.ts";
import { linkOfCode, payLink } from "../../operations/link/link.ts";
import { isLanguage } from "../language.ts";
import { orderNumber } from "../order-number.ts";
import type { Closed, Hosted } from "./hosted-page.ts";

/** The payment link with this code. */
export async function hostedLink(gateway: Gateway, code: string): Promise<Hosted | undefined> {
  const found = await linkOfCode(gateway, code);
  if (!found) return undefined;
  const { link, account } = found;
  const standing = standingOf(link);
  return {
    account,
    path: `/link/${codeOfLink(link)}`,
    amount: link.amount,
    currency: link.currency,
    title: link.title,
    description: link.description,
    order: null,
    color: null,
    closed: standing === "used" || standing === "deleted" ? standing : null,
    open: standing === "open",
    language: null,
    shop: null,
    takes: () => true,
    charge: async (id) => {
      if (id === undefined) return link.latest ?? undefined;
      const charge = isId(id) ? await gateway.store.charge.get(account.id, id) : undefined;
      return charge?.link === link.id ? charge : undefined;
    },
    pay: (payment) => payLink(gateway, found, payment),
    cancel: async () => {}, // a link has no shop to go back to
  };
}

const closedSessions: Readonly<Record<string, Closed>> = {
  used: "orderPaid",
  cancelled: "orderCancelled",
  expired: "orderExpired",
};

/** The checkout session with this code. */
export async function hostedSession(gateway: Gateway, code: string): Promise<Hosted | undefined> {
  const found = await sessionOfCode(gateway, code);
  if (!found) return undefined;
  const { session, account } = found;
  const standing = sessionStanding(session, gateway.clock.of(account.id));
  return {
    account,
    path: `/checkout/${codeOfLink(session)}`,
    amount: session.amount,
    currency: session.currency,
    title: null,
    description: session.description,
    color: colorIn(String(session.style?.["theme_color"])) ?? null,
    order: orderNumber(session.metadata, session.description, session.orderId),
    closed: closedSessions[standing] ?? null,
    open: standing === "open",
    language: isLanguage(session.locale) ? session.locale : null,
    shop: { complete: session.completeUrl, cancel: session.cancelUrl },
    takes: (method) => takesMethod(session, method),
    charge: async (id) =>
      id === undefined ? (latestOf(session) ?? undefined) : session.payments.find((charge) => charge.id === id),
    pay: (payment) => paySession(gateway, found, payment),
    cancel: () => cancelSession(gateway, found),
  };
}

/** Whether a text can be an id; other texts are not looked for. */
const isId = (text: string): boolean => /^\w{1,64}$/.test(text);
