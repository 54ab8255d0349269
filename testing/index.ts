import { type Made, toolsOf } from "./account.ts";
import { sharedGateway, startGateway } from "./gateway.ts";
import { openReceivers } from "./receiver.ts";
import { send } from "./request.ts";
import type { Chamra, Country, StartOptions, TestAccount } from "./types.ts";

export { RequestRefused } from "./request.ts";
export type {
  BrowserPage,
  Chamra,
  Charge,
  ClockAnswer,
  Fault,
  Json,
  Named,
  NewRule,
  Payer,
  Rule,
  Rules,
  StartOptions,
  TestAccount,
  TestClock,
  Webhooks,
} from "./types.ts";

/** Seconds that an account lasts that nobody closes: longer than any run of tests. */
const lasts = 86_400;

/**
 * Starts a test with a gateway and an account of its own, on Node.js 20 and later. Whatever a payment, a webhook or a schedule needs is there: no
 * network, no database, no keys.
 *
 * @throws Error with the words of a gateway that did not start
 */
export async function startChamra(options: StartOptions = {}): Promise<Chamra> {
  const { settings, timeout = 30_000 } = options;
  const url = options.url ?? process.env["CHAMRA_URL"];
  const secretKey = options.secretKey ?? process.env["CHAMRA_TEST_SECRET_KEY"] ?? process.env["OMISE_SECRET_KEY"];
  if (url !== undefined && !secretKey)
    throw new Error(
      "a gateway that runs already needs a secret test key: give `secretKey`, or set CHAMRA_TEST_SECRET_KEY",
    );
  const running =
    url !== undefined ? { url: url.replace(/\/+$/, ""), secretKey: secretKey ?? "", stop: async () => {} } : undefined;
  const own = settings && !running ? await startGateway(settings, timeout) : undefined;
  const gateway = running ?? own ?? (await sharedGateway(timeout));
  const receivers = await openReceivers();
  const made: Made[] = [];

  const account = async ({
    name,
    country,
    expiresIn = lasts,
  }: {
    name?: string;
    country?: Country;
    expiresIn?: number;
  } = {}): Promise<TestAccount> => {
    const receiver = receivers.open(`webhooks-${made.length}`);
    const body = {
      expires_in: expiresIn,
      webhook_uri: receiver.url,
      ...(name !== undefined && { name }),
      ...(country !== undefined && { country }),
    };
    const answer: Made = await send(gateway.url, gateway.secretKey, "POST", "/test/accounts", body);
    made.push(answer);
    return toolsOf(gateway.url, answer, receiver);
  };

  return {
    ...(await account()),
    account,
    close: async () => {
      if (own) await own.stop();
      else
        await Promise.all(
          made.splice(0).map(({ id }) => send(gateway.url, gateway.secretKey, "DELETE", `/test/accounts/${id}`)),
        );
      await receivers.close();
    },
  };
}
