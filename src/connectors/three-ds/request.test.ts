import { inspect } from "node:util";
import { expect, test } from "vitest";
import { anAuthentication } from "../../../tests/kit/three-ds.ts";
import { areqOf, newTransactionId } from "./request.ts";
import { areq } from "./wire.ts";

test("a payment fills the fields of an AReq", () => {
  expect(areqOf(anAuthentication())).toEqual({
    messageType: "AReq",
    messageVersion: "2.2.0",
    messageCategory: "01",
    deviceChannel: "02",
    threeDSServerTransID: "8a880dc0-d2d2-4067-bcb1-b08d1690b26e",
    threeDSServerURL: "http://localhost:4242",
    threeDSRequestorID: "CHAMRA",
    threeDSRequestorName: "Chamra",
    threeDSRequestorURL: "http://localhost:4242",
    threeDSRequestorAuthenticationInd: "01",
    threeDSCompInd: "U",
    acctNumber: "4242424242424242",
    cardExpiryDate: "3012",
    cardholderName: "Somchai Prasert",
    acquirerBIN: "499900",
    acquirerMerchantID: "acct_5z4ykxh3s2r2zsqpgvy",
    mcc: "5999",
    merchantCountryCode: "764",
    merchantName: "Demo Shop",
    purchaseAmount: "400000",
    purchaseCurrency: "764",
    purchaseExponent: "2",
    purchaseDate: "20260115030000",
    notificationURL: "http://localhost:4242/payments/pay2_test_5z4ykxh5odizq9jxj5p/authenticated",
    browserAcceptHeader: "text/html",
    browserIP: "203.0.113.7",
    browserLanguage: "th",
    browserUserAgent: "Mozilla/5.0",
    browserJavascriptEnabled: false,
  });
});

test("the script's findings are sent too, a depth of 30 bits as 24", () => {
  const { browser } = anAuthentication();
  const script = { javaEnabled: false, colorDepth: 30, screenHeight: 844, screenWidth: 390, timeZoneOffset: -420 };
  expect(areqOf(anAuthentication(undefined, { browser: { ...browser, script } }))).toMatchObject({
    browserJavascriptEnabled: true,
    browserJavaEnabled: false,
    browserColorDepth: "24",
    browserScreenHeight: "844",
    browserScreenWidth: "390",
    browserTZ: "-420",
  });
});

test.each([
  [
    "a loan card without expiry",
    anAuthentication("4999000300090300", {
      card: { ...anAuthentication().card, expirationMonth: null, expirationYear: null },
    }),
  ],
  ["a cardholder's name in Thai", anAuthentication(undefined, { cardholder: "สมชาย ประเสริฐ" })],
  [
    "a merchant with a long name",
    anAuthentication(undefined, { merchant: { id: "acct_5z4ykxh3s2r2zsqpgvy", name: "ร้าน".repeat(30) } }),
  ],
  [
    "a browser that hides everything",
    anAuthentication(undefined, { browser: { accept: "", userAgent: "", language: "", ip: null, script: null } }),
  ],
  [
    "a browser that talks too much",
    anAuthentication(undefined, {
      browser: {
        accept: "a".repeat(5000),
        userAgent: "u".repeat(5000),
        language: "zh-Hant-TW-x-private",
        ip: "2001:db8::1",
        script: null,
      },
    }),
  ],
])("%s still makes a valid AReq", (_, request) => {
  expect(areq.safeParse(areqOf(request)).error).toBeUndefined();
});

test("a browser with scripts must send the fields that only scripts find out", () => {
  const faults = areq.safeParse({ ...areqOf(anAuthentication()), browserJavascriptEnabled: true }).error?.issues;
  expect(faults?.map(({ path }) => path[0])).toEqual([
    "browserJavaEnabled",
    "browserColorDepth",
    "browserScreenHeight",
    "browserScreenWidth",
    "browserTZ",
  ]);
});

test("a transaction's id is a random UUID, independent of the payment", () => {
  const ids = Array.from({ length: 100 }, newTransactionId);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(ids.length);
});

test("a printed request shows no card number", () => {
  expect(inspect(anAuthentication("4242424242424242"), { depth: 9 })).not.toContain("42424242");
});
