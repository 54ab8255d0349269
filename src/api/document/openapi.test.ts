import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { eventKeys } from "../../domain/event/event.ts";
import { type ApiVersion, apiVersions } from "../../domain/merchant/account.ts";
import { apiDocument } from "./openapi.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests look anywhere into the document
const documentOf = (version?: ApiVersion): any => apiDocument("https://pay.example.com", version);

describe.each(apiVersions)("the document of %s", (version) => {
  test.each(["merchants", "everything"] as const)(
    "is valid OpenAPI 3.1 for %s whose references all lead somewhere",
    async (scope) => {
      // biome-ignore lint/suspicious/noExplicitAny: as above
      const document: any = structuredClone(apiDocument("https://pay.example.com", version, scope));
      expect(document.openapi).toMatch(/^3\.1\./);
      const validator = new Validator();
      expect(await validator.validate(document)).toEqual({ valid: true });
      expect(() => validator.resolveRefs()).not.toThrow();
    },
  );

  test("has each object once, and closed: an answer with a key that is not documented does not fit", () => {
    const { schemas } = documentOf(version).components;
    const objects = [
      "charge",
      "source",
      "token",
      "card",
      "customer",
      "refund",
      "account",
      "balance",
      "capability",
      "error",
    ];
    for (const name of objects) {
      const forms: { additionalProperties?: boolean }[] = schemas[name].anyOf ?? [schemas[name]]; // a deleted object may have a form of its own
      for (const { additionalProperties } of forms) expect(additionalProperties, name).toBe(false);
    }
    expect(schemas.charge.properties.card.anyOf[0]).toEqual({ $ref: "#/components/schemas/card" });
    expect(schemas.charge_list.properties.data.items).toEqual({ $ref: "#/components/schemas/charge" });
  });

  test("contains of other versions only what stored events carry", () => {
    const others = Object.keys(documentOf(version).components.schemas).filter((name) => /_\d{4}/.test(name));
    const carried = new Set(others.map((name) => name.split("_")[0]));
    expect([...carried].sort()).toEqual([
      "card",
      "charge",
      "customer",
      "dispute",
      "document",
      "link",
      "occurrence",
      "recipient",
      "refund",
      "schedule",
      "source",
      "transaction",
      "transfer",
    ]);
    for (const other of apiVersions.filter((each) => each !== version)) expect(others).toContain(`charge_${other}`);
  });
});

test("the document is the same each time, except for the server's address", () => {
  expect(apiDocument("https://one.example.com")).toEqual(apiDocument("https://one.example.com", "2019-05-29"));
  expect(documentOf().servers).toEqual([{ url: "https://pay.example.com" }]);
});

test("a request body can be a form or JSON, and says what is required", () => {
  const { post } = documentOf().paths["/charges"];
  const { schemas } = documentOf().components;
  const { content, required } = post.requestBody;
  expect(required).toBe(true);
  expect(Object.keys(content)).toEqual(["application/x-www-form-urlencoded", "application/json"]);
  expect(content["application/json"].schema).toEqual({ $ref: "#/components/schemas/createChargeBody" });
  expect(content["application/x-www-form-urlencoded"].encoding).toEqual({
    source: { style: "deepObject", explode: true },
    metadata: { style: "deepObject", explode: true },
  });
  expect(schemas.createChargeBody.required).toEqual(["currency", "amount"]);
  const [id, inline] = schemas.createChargeBody.properties.source.anyOf;
  expect(id).toMatchObject({ type: "string" });
  expect(inline).toMatchObject({ type: "object", required: ["type"] });
  expect(documentOf().paths["/charges/{id}/capture"].post.requestBody.required).toBe(false);
});

test("each endpoint names its keys, its parameters and the codes it refuses with", () => {
  const { get } = documentOf().paths["/charges/{id}/refunds"];
  expect(get.security).toEqual([{ secretKey: [] }]);
  expect(documentOf().paths["/sources"].post.security).toEqual([{ publicKey: [] }, { secretKey: [] }]);
  expect(get.parameters.map(({ name, $ref }: { name?: string; $ref?: string }) => name ?? $ref)).toEqual([
    "id",
    "limit",
    "offset",
    "order",
    "from",
    "to",
    "#/components/parameters/Omise-Version",
  ]);
  expect(Object.keys(get.responses)).toEqual(["200", "400", "401", "403", "404", "429", "500", "503"]);
  expect(get.responses[404].content["application/json"].schema.allOf[1].properties.code.enum).toEqual(["not_found"]);
});

test("every event has its webhook", () => {
  expect(Object.keys(documentOf().webhooks)).toEqual(Object.keys(eventKeys));
});
