import type { FastifyInstance } from "fastify";
import { type AccountId, kindOfId } from "../domain/base/id.ts";
import { hours, type Time } from "../domain/base/time.ts";
import type { Charge } from "../domain/payment/charge.ts";
import type { Gateway } from "../operations/gateway.ts";
import { chargeOfPage, visit } from "../operations/payment/payer.ts";
import { readAsset, serveAsset } from "./asset.ts";
import { type Html, html } from "./html.ts";
import type { Language } from "./language.ts";
import { paceOfAsking } from "./pace.ts";
import type { Page } from "./page.ts";
import { texts } from "./texts.ts";

/** Script of the payer's page: it asks whether the payment is over, and then moves on. */
const liveUpdateScript = readAsset(new URL("./watch-payment.js", import.meta.url), "text/javascript");

const overAddress = (page: string): string => `/payments/${page}/over`;

/** Seconds between reloads without a script: soon enough to notice, long enough to read in peace, and seldom where there is much time. */
const secondsBetweenLooks = (left: number): number => (left > hours(1) ? 60 : 12);

/** What lets the page of a payment go on by itself once it is over: the attributes of the element that waits, and what the page loads. */
export function goingOn(charge: Charge, now: Time, language: Language): { attributes: Html; parts: Partial<Page> } {
  const attributes = html` data-over="${overAddress(charge.page ?? "")}" data-onward="?waiting&lang=${language}" data-left="${charge.expiresAt - now}" data-time-left="${texts.timeLeft[language]}"`;
  const again = {
    address: `?watching&lang=${language}`,
    seconds: secondsBetweenLooks(charge.expiresAt - now),
    withoutScript: true,
  };
  return { attributes, parts: { scripts: [liveUpdateScript], again } };
}

/** A page whose request is held, and its account. */
type Place = { page: string; account: AccountId };

const lookEveryMs = 1_000;
/** Time for which a request is held, shorter than proxies' idle limits; the bank is asked at first as often, in case its notification is lost. */
const heldForMs = 20_000;
/** Upper bound of held requests, each with a small query a second; further ones are answered at once and come again later. */
const heldMax = 500;

/**
 * GET /payments/:page/over: `{"over":true}` as soon as the payer has nothing more to do, `{"over":false}` after the time limit.
 * It reads the database, so it does not matter which process hears from the bank.
 */
export function registerLiveUpdate(app: FastifyInstance, gateway: Gateway): void {
  const held = new Set<Place & { answer: (over: boolean) => void }>();
  let looking: NodeJS.Timeout | null = null;
  let stopping = false;

  async function look(): Promise<void> {
    const places = new Map([...held].map(({ page, account }) => [page, account]));
    await Promise.all(
      [...places].map(async ([page, account]) => {
        const charge = await gateway.store.charge.ofPage(account, page);
        if (!charge || !waitingIsOver(charge, gateway.clock.of(account))) return;
        for (const each of held) if (each.page === page) each.answer(true);
      }),
    );
  }

  /** Runs one timer for all held requests, only while there are any; a look that fails is followed by the next. */
  function lookSoon(): void {
    looking ??= setTimeout(() => {
      const next = () => {
        looking = null;
        if (held.size > 0) lookSoon();
      };
      look().then(next, next);
    }, lookEveryMs);
  }

  /** @param gone registers what to do when the payer's browser hangs up */
  function hold(place: Place, gone: (hangUp: () => void) => void): Promise<boolean> {
    return new Promise((resolve) => {
      const each = { ...place, answer: finish };
      const timer = setTimeout(finish, heldForMs, false);
      function finish(over: boolean): void {
        clearTimeout(timer);
        held.delete(each);
        resolve(over);
      }
      held.add(each);
      gone(() => finish(false));
      lookSoon();
    });
  }

  const asksNow = paceOfAsking(() => performance.now());

  async function chargeNow(page: string): Promise<Charge | undefined> {
    const charge = await chargeOfPage(gateway, page);
    return charge && asksNow(page) ? (await visit(gateway, page))?.charge : charge;
  }

  serveAsset(app, liveUpdateScript);

  app.addHook("preClose", async () => {
    stopping = true;
    for (const { answer } of held) answer(false);
    if (looking) clearTimeout(looking);
  });

  app.get<{ Params: { page: string } }>(overAddress(":page"), async (request, reply) => {
    reply.header("Cache-Control", "no-store");
    const { page } = request.params;
    const kind = kindOfId(page);
    const charge = kind === "page" || kind === "cardPage" ? await chargeNow(page) : undefined;
    if (!charge) return reply.code(404).send({ over: false });
    const { account } = charge;
    if (waitingIsOver(charge, gateway.clock.of(account))) return { over: true };
    if (stopping || held.size >= heldMax) return reply.header("Retry-After", "5").send({ over: false });
    return { over: await hold({ page, account }, (hangUp) => request.raw.once("close", hangUp)) };
  });
}

/** Whether the payer has nothing more to do; true also if the time is over and the clock has not noticed yet: the page then says so. */
const waitingIsOver = ({ state, expiresAt }: Charge, now: Time): boolean =>
  (state !== "awaiting_payer" && state !== "authorizing") || (state === "awaiting_payer" && now >= expiresAt);
