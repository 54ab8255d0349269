import { reveal } from "../../domain/base/secret.ts";
import type { LentCard } from "../../domain/card/card.ts";
import { fieldsOf } from "../answers.ts";
import { documentedTestCards } from "../card/test-cards.ts";
import type { Mirror, MirroredRequest, Way } from "../upstream.ts";

/** Numbers that may be sent: everybody knows them. */
const documented: ReadonlySet<string> = new Set(Object.values(documentedTestCards).flat());

/** The security code that is sent with a test card; Omise takes any in test mode. Source: "Testing", test cards. */
const anySecurityCode = (number: string): string => (/^3[47]/.test(number) ? "1234" : "123");

/** An id that no token has. */
const noToken = "tokn_test_0000000000000000000";

/** A test account at Omise, by its keys of test mode. */
export function omiseMirror({ credentials, hosts, send }: Pick<Way, "credentials" | "hosts" | "send">): Mirror {
  const { secret_key: secretKey = "", public_key: publicKey } = credentials;
  const ask = (host: string, key: string, request: Omit<MirroredRequest, "key">) =>
    send({
      method: request.method,
      url: `${hosts[host]}${request.path}`,
      headers: { ...request.headers, authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}` },
      ...(request.body !== "" && { body: request.body }),
    });
  const question = (path: string) =>
    ({ method: "GET", path, headers: { accept: "application/json" }, body: "" }) as const;

  return {
    check: async () => {
      try {
        const { status, body } = await ask("api", secretKey, question("/account"));
        const account = fieldsOf(JSON.parse(body));
        if (status === 401) return { good: false, why: "it does not know the secret key" };
        if (status !== 200 || account["object"] !== "account")
          return { good: false, why: `it answered ${status} with no account` };
        if (account["livemode"] !== false) return { good: false, why: "the account that it names is not of test mode" };
        if (publicKey === undefined) return { good: true };
        const vault = await ask("vault", publicKey, question(`/tokens/${noToken}`));
        return vault.status === 404
          ? { good: true }
          : { good: false, why: `its vault answered ${vault.status} to the public key` };
      } catch (error) {
        return { good: false, why: error instanceof Error ? error.message : String(error) };
      }
    },
    lacks: (key) =>
      key === "public" && publicKey === undefined ? "cards need the public key of the shadow" : undefined,
    send: ({ key, ...request }) => {
      if (key === "public") return ask("vault", publicKey ?? "", request);
      return ask("api", key === "either as public" ? (publicKey ?? secretKey) : secretKey, request);
    },
    tokenOf: ({ number, expirationMonth, expirationYear }: LentCard, details) => {
      const digits = reveal(number);
      if (!documented.has(digits)) return undefined;
      const expiry = { expiration_month: expirationMonth, expiration_year: expirationYear };
      return JSON.stringify({
        card: { ...details, number: digits, ...expiry, security_code: anySecurityCode(digits) },
      });
    },
  };
}
