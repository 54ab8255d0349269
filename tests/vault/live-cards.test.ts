import { expect, test } from "vitest";
import { installmentTestCards } from "../../src/connectors/card/test-issuers.ts";
import { aGateway } from "../kit/gateway.ts";

/** Card numbers: one that fails the security code check in test mode, one of no particular bank, and those of the installment banks. */
const numbers = ["4000001200070001", "4242424242424242", ...installmentTestCards.map(({ number }) => number)];

test.each(numbers)(
  "%s means nothing in live mode: no issuer is known of it, no code of it fails, no loan card goes without expiry",
  async (number) => {
    const gateway = await aGateway({ environment: { CHAMRA_LIVE_CARDS: "here" } });
    const tokenOf = (card: object) =>
      gateway.call("POST", "/tokens", {
        body: { card: { name: "Somchai Prasert", number, ...card } },
        key: gateway.livePublicKey,
      });
    const { status, json } = await tokenOf({ expiration_month: 12, expiration_year: 2030, security_code: "123" });
    expect(status).toBe(200);
    expect(json.card).toMatchObject({
      livemode: true,
      bank: "",
      country: "",
      financing: "",
      security_code_check: true,
    });
    const withoutCode = await tokenOf({ expiration_month: 12, expiration_year: 2030 });
    expect(withoutCode.json.card.security_code_check).toBe(false);
    const withoutExpiry = await tokenOf({});
    expect(withoutExpiry.json.code).toBe("invalid_card");
  },
);
