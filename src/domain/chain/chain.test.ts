import { describe, expect, test } from "vitest";
import { anAccount, refusalOf } from "../../../tests/kit/domain-builders.ts";
import { type Chain, chainPermissions, mayChain } from "./chain.ts";

const merchant = anAccount();
const platform = anAccount({
  id: "account_test_5z4ykxh42cn7qsxw1w6",
  team: "acct_2",
  name: "Market",
  chainEnabled: true,
});
const chain: Chain = {
  id: "acch_test_1",
  account: platform.id,
  livemode: false,
  subAccount: merchant.id,
  email: merchant.email,
  apiKey: "key_1",
  sealedKey: "",
  createdAt: 0,
  revokedAt: null,
};

describe("a merchant allows a platform to act for them", () => {
  test("where it takes chains, in the same mode, once at a time", () => {
    expect(mayChain(platform, merchant, [])).toBe(platform);
    expect(mayChain(platform, merchant, [{ ...chain, revokedAt: 1 }])).toBe(platform);
    expect(refusalOf(() => mayChain(platform, merchant, [chain]))?.code).toBe("bad_request");
  });

  test("else the platform is as one that does not exist, and nobody is their own platform", () => {
    for (const other of [undefined, { ...platform, chainEnabled: false }, { ...platform, livemode: true }])
      expect(refusalOf(() => mayChain(other, merchant, []))?.code).toBe("not_found");
    expect(refusalOf(() => mayChain({ ...platform, team: merchant.team }, merchant, []))?.code).toBe("bad_request");
  });
});

test("a chain key is given everything but the account's settings and its own chains", () => {
  const most = { charge: "write", balance: "read", account: "write", chain: "write" } as const;
  expect(chainPermissions(most)).toEqual({ charge: "write", balance: "read" });
});
