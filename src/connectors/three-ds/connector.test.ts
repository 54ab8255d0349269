import { describe, expect, test } from "vitest";
import { aChallenge, acsUrl, anAuthentication, asker, aThreeDsBank, over, wrong } from "../../../tests/kit/three-ds.ts";
import { threeDsConnector } from "./connector.ts";
import { decode, type TransStatus } from "./wire.ts";

const { reference } = anAuthentication();
const about = { reference, account: asker };
const ids = {
  threeDSServerTransID: reference,
  dsTransID: "f25084f0-5b16-4c0a-ae5d-b24808a95e4b",
  acsTransID: "d7c1ee99-9478-44a6-b1f2-391e29c6b340",
};
const head = { messageVersion: "2.2.0", ...ids };
const ares = { ...head, messageType: "ARes", dsReferenceNumber: "DS", acsReferenceNumber: "ACS" };
const rreq = { ...head, messageType: "RReq", messageCategory: "01" };
const authenticationValue = "MTIzNDU2Nzg5MDA5ODc2NTQzMjE=";
const proof = (status: string, eci: string) => ({ status, eci, authenticationValue, dsTransactionId: ids.dsTransID });

/** Our side, with a directory server that answers only this. */
const hearing = (message: unknown) => {
  const say = async () => message as never; // a line can bring anything
  return threeDsConnector({ areq: say, results: say });
};

/** Every status, as the answer to an AReq and as the result of a challenge. */
const outcomes: Record<TransStatus, { fields?: object; answered: object; ended: object }> = {
  Y: {
    fields: { eci: "05", authenticationValue },
    answered: { outcome: "authenticated", proof: proof("Y", "05") },
    ended: { outcome: "authenticated", proof: proof("Y", "05") },
  },
  A: {
    fields: { eci: "01", authenticationValue },
    answered: { outcome: "authenticated", proof: proof("A", "01") },
    ended: { outcome: "authenticated", proof: proof("A", "01") },
  },
  N: { answered: { outcome: "declined", reason: "rejected" }, ended: { outcome: "declined", reason: "rejected" } },
  R: { answered: { outcome: "declined", reason: "rejected" }, ended: { outcome: "declined", reason: "rejected" } },
  U: { answered: { outcome: "declined", reason: "processing" }, ended: { outcome: "declined", reason: "processing" } },
  C: {
    fields: { acsURL: "https://acs.example.com/challenge" },
    answered: { outcome: "challenge", acsUrl: "https://acs.example.com/challenge", creq: expect.any(String) },
    ended: { outcome: "unknown", why: expect.any(String) },
  },
};

describe.each(Object.entries(outcomes))("status %s", (transStatus, { fields, answered, ended }) => {
  test("as the answer to an AReq", async () => {
    expect(await hearing({ ...ares, transStatus, ...fields }).authenticate(anAuthentication())).toEqual(answered);
  });

  test("as the result of a challenge", async () => {
    expect(await hearing({ ...rreq, transStatus, ...fields }).result(about)).toEqual(ended);
  });
});

test.each([
  ["N", "01", "cancelled"],
  ["N", "04", "expired"],
  ["U", "05", "expired"],
  ["N", "06", "rejected"],
  ["U", "07", "processing"],
])(
  "a challenge that ended with %s and cancellation %s is declined: %s",
  async (transStatus, challengeCancel, reason) => {
    expect(await hearing({ ...rreq, transStatus, challengeCancel }).result(about)).toEqual({
      outcome: "declined",
      reason,
    });
  },
);

const proofOfY = { transStatus: "Y", eci: "05", authenticationValue };
const another = "11111111-2222-4333-8444-555555555555";
const erro = {
  messageType: "Erro",
  messageVersion: "2.2.0",
  errorCode: "403",
  errorComponent: "D",
  errorDescription: "transient system failure",
  errorDetail: "try again",
};

test.each([
  ["nothing", null],
  ["a web page", "<html>"],
  ["an empty object", {}],
  ["an error", erro],
  ["the answer to another transaction", { ...ares, ...rreq, ...proofOfY, threeDSServerTransID: another }],
  ["another version", { ...ares, ...proofOfY, messageVersion: "1.0.2" }],
  ["a status that there is not", { ...ares, ...proofOfY, transStatus: "X" }],
  ["a status that we did not ask for", { ...ares, transStatus: "I" }],
  ["success without proof", { ...ares, transStatus: "Y" }],
  ["success with the indicator of none", { ...ares, ...proofOfY, eci: "07" }],
  ["success with the indicator of an attempt", { ...ares, ...proofOfY, eci: "06" }],
  ["an attempt with the indicator of success", { ...ares, ...proofOfY, transStatus: "A" }],
  ["proof of the wrong length", { ...ares, ...proofOfY, authenticationValue: "MTIz" }],
  ["a challenge without an address", { ...ares, transStatus: "C" }],
  ["a challenge at no web address", { ...ares, transStatus: "C", acsURL: "javascript:alert(1)" }],
  ["a message of another kind", { ...rreq, ...proofOfY, messageType: "CRes" }],
])("%s decides nothing and is not a decline", async (_, message) => {
  expect(await hearing(message).authenticate(anAuthentication())).toMatchObject({ outcome: "unknown" });
  const asResult = message && typeof message === "object" && "messageType" in message && message.messageType === "ARes";
  expect(await hearing(asResult ? { ...message, messageType: "RReq" } : message).result(about)).toMatchObject({
    outcome: "unknown",
  });
});

test("an error of the directory server is reported in its words", async () => {
  expect(await hearing(erro).result(about)).toEqual({
    outcome: "unknown",
    why: "error 403: transient system failure (try again)",
  });
});

test("a broken line is an error that differs from a defect of ours", async () => {
  const tear = () => Promise.reject(new Error("the connection was torn"));
  const connector = threeDsConnector({ areq: tear, results: tear });
  await expect(connector.authenticate(anAuthentication())).rejects.toThrow("the connection was torn");
  await expect(connector.result(about)).rejects.toThrow("the connection was torn");
});

describe("with the simulated bank", () => {
  test("a challenged payer comes back authenticated", async () => {
    const bank = await aThreeDsBank();
    const needed = await bank.connector.authenticate(anAuthentication());
    expect(needed).toMatchObject({ outcome: "challenge", acsUrl });
    expect(await bank.connector.result(about)).toEqual({ outcome: "pending" });
    const { id, challenge } = await aChallenge(bank);
    const { cres } = over(await bank.acs.enter(id, challenge.code, challenge.turn));
    const verdict = await bank.connector.returned(about, cres);
    expect(verdict).toMatchObject({ outcome: "authenticated", proof: { status: "Y", eci: "05" } });
    expect(await bank.connector.result(about)).toEqual(verdict);
  });

  test("asking twice does not authenticate twice", async () => {
    const bank = await aThreeDsBank();
    const first = await bank.connector.authenticate(anAuthentication());
    expect(await bank.connector.authenticate(anAuthentication())).toEqual(first);
  });

  test.each([
    ["cancels", "cancelled", (bank: Bank, id: string) => bank.acs.cancel(id)],
    [
      "does not know the code",
      "rejected",
      async (bank: Bank, id: string, code: string) => {
        for (const turn of [0, 1, 2]) await bank.acs.enter(id, wrong(code), turn);
      },
    ],
    ["walks away", "expired", async (bank: Bank) => bank.advance(10 * 60_000)],
  ] as const)("a payer who %s: %s", async (_, reason, act) => {
    const bank = await aThreeDsBank();
    const { id, challenge } = await aChallenge(bank);
    await act(bank, id, challenge.code);
    const { cres } = over(await bank.acs.look(id));
    expect(await bank.connector.returned(about, cres)).toEqual({ outcome: "declined", reason });
  });

  test("a payer who changes the status in the CRes changes nothing, in either direction", async () => {
    const bank = await aThreeDsBank();
    const lost = await aChallenge(bank);
    const forged = forge(over(await bank.acs.cancel(lost.id)).cres, { transStatus: "Y" });
    expect(await bank.connector.returned(about, forged)).toEqual({ outcome: "declined", reason: "cancelled" });

    const other = anAuthentication(undefined, { reference: "0b5c2f6a-6a0e-4d7e-9d5b-3a1f7c2e9b41" });
    const won = await aChallenge(bank, other);
    const { cres } = over(await bank.acs.enter(won.id, won.challenge.code, 0));
    expect(
      await bank.connector.returned({ reference: other.reference, account: asker }, forge(cres, { transStatus: "N" })),
    ).toMatchObject({
      outcome: "authenticated",
    });
  });

  test("a CRes that comes before the challenge is over leaves it open", async () => {
    const bank = await aThreeDsBank();
    const { id, creq } = await aChallenge(bank);
    const early = forge(creq, { messageType: "CRes", transStatus: "Y", acsTransID: id });
    expect(await bank.connector.returned(about, early)).toEqual({ outcome: "pending" });
  });

  test.each([
    ["of another transaction", { threeDSServerTransID: another }],
    ["of another ACS", { acsTransID: another }],
    ["of another version", { messageVersion: "2.3.1" }],
    ["without a status", { transStatus: undefined }],
  ])("a CRes %s decides nothing", async (_, patch) => {
    const bank = await aThreeDsBank();
    const { id } = await aChallenge(bank);
    const { cres } = over(await bank.acs.cancel(id));
    expect(await bank.connector.returned(about, forge(cres, patch))).toMatchObject({ outcome: "unknown" });
  });

  test.each(["", "nonsense", "e30"])("%j from a browser decides nothing", async (field) => {
    const bank = await aThreeDsBank();
    await aChallenge(bank);
    expect(await bank.connector.returned(about, field)).toMatchObject({ outcome: "unknown" });
  });

  test("a transaction unknown to the bank is undecided, since no issuer was asked", async () => {
    const { connector } = await aThreeDsBank();
    expect(await connector.result(about)).toEqual({ outcome: "pending" });
  });
});

type Bank = Awaited<ReturnType<typeof aThreeDsBank>>;

function forge(field: string, patch: object): string {
  return Buffer.from(JSON.stringify({ ...(decode(field) as object), ...patch })).toString("base64url");
}
