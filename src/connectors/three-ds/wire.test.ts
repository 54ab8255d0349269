import { describe, expect, test } from "vitest";
import { ares, creq, cres, decode, encode, erro, rreq, rres } from "./wire.ts";

const ids = {
  threeDSServerTransID: "8a880dc0-d2d2-4067-bcb1-b08d1690b26e",
  dsTransID: "f25084f0-5b16-4c0a-ae5d-b24808a95e4b",
  acsTransID: "d7c1ee99-9478-44a6-b1f2-391e29c6b340",
};
const head = { messageVersion: "2.2.0" };
const browserIds = { threeDSServerTransID: ids.threeDSServerTransID, acsTransID: ids.acsTransID };
const numbers = { dsReferenceNumber: "DS_LOA_DIS_PPFU_020100_00010", acsReferenceNumber: "ACS_LOA_EMV_020200_00234" };
const value = "MTIzNDU2Nzg5MDA5ODc2NTQzMjE=";

/** Messages written by hand from the tables of fields, not by our encoder. */
const golden = [
  {
    name: "ARes",
    schema: ares,
    message: {
      messageType: "ARes",
      ...head,
      ...ids,
      ...numbers,
      transStatus: "Y",
      eci: "05",
      authenticationValue: value,
    },
  },
  {
    name: "ARes with a challenge",
    schema: ares,
    message: {
      messageType: "ARes",
      ...head,
      ...ids,
      ...numbers,
      transStatus: "C",
      acsURL: "https://acs.example.com/challenge",
      acsChallengeMandated: "Y",
      authenticationType: "02",
    },
  },
  { name: "CReq", schema: creq, message: { messageType: "CReq", ...head, ...browserIds, challengeWindowSize: "05" } },
  { name: "CRes", schema: cres, message: { messageType: "CRes", ...head, ...browserIds, transStatus: "N" } },
  {
    name: "RReq",
    schema: rreq,
    message: {
      messageType: "RReq",
      ...head,
      messageCategory: "01",
      ...ids,
      transStatus: "N",
      transStatusReason: "01",
      authenticationType: "02",
      authenticationMethod: "02",
      interactionCounter: "02",
      challengeCancel: "01",
    },
  },
  { name: "RRes", schema: rres, message: { messageType: "RRes", ...head, ...ids, resultsStatus: "01" } },
  {
    name: "Erro",
    schema: erro,
    message: {
      messageType: "Erro",
      ...head,
      errorCode: "203",
      errorComponent: "D",
      errorDescription: "Format of one or more data elements is invalid",
      errorDetail: "acctNumber",
      errorMessageType: "AReq",
    },
  },
] as const;

describe.each(golden)("$name", ({ schema, message }) => {
  test("as in the specification is read completely, and other fields are ignored", () => {
    expect(schema.parse({ ...message, aFieldOfTomorrow: { a: 1 } })).toEqual(message);
  });

  test.each(Object.keys(message).filter((field) => !dependent.includes(field)))("without %s is refused", (field) => {
    expect(schema.safeParse({ ...message, [field]: undefined }).success).toBe(false);
  });

  test("of another version is refused", () => {
    expect(schema.safeParse({ ...message, messageVersion: "2.1.0" }).success).toBe(false);
  });
});

/** Fields that are required depending on others. */
const dependent = [
  "transStatusReason",
  "eci",
  "authenticationValue",
  "acsURL",
  "acsChallengeMandated",
  "authenticationType",
  "authenticationMethod",
  "interactionCounter",
  "challengeCancel",
  "errorMessageType",
];

test.each(["", "MTIz", `${value}A`, "not base64, not 28 long!!!!!"])(
  "%j is not 20 bytes in base64",
  (authenticationValue) => {
    expect(ares.safeParse({ ...golden[0].message, authenticationValue }).success).toBe(false);
  },
);

test("the browser carries JSON in base64url, with padding or without", () => {
  const field =
    "eyJ0aHJlZURTU2VydmVyVHJhbnNJRCI6IjhhODgwZGMwLWQyZDItNDA2Ny1iY2IxLWIwOGQxNjkwYjI2ZSIsImFjc1RyYW5zSUQiOiJkN2MxZWU5OS05NDc4LTQ0YTYtYjFmMi0zOTFlMjljNmIzNDAiLCJtZXNzYWdlVHlwZSI6IkNSZXMiLCJtZXNzYWdlVmVyc2lvbiI6IjIuMi4wIiwidHJhbnNTdGF0dXMiOiJZIn0";
  const message = { ...browserIds, messageType: "CRes", messageVersion: "2.2.0", transStatus: "Y" } as const;
  expect(encode(message)).toBe(field);
  expect(decode(field)).toEqual(message);
  expect(decode(`${field}=`)).toEqual(message);
});

test.each(["", "=", "%%%", "bm90IEpTT04", "e30 ", "{}"])("%j from a browser is not a message", (field) => {
  expect(decode(field)).toBeUndefined();
});
