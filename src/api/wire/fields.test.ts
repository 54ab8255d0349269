import { expect, test } from "vitest";
import { uri } from "./fields.ts";

test.each([
  "intent://x#Intent;end",
  "view-source:https://a.example/",
  "chrome://settings",
  "smb://a.example/x",
  "ms-msdt:/id",
  "search-ms:query=x",
  "jar:https://a.example/x",
  "filesystem:https://a.example/x",
  "feed:javascript:alert(1)",
])("no payer is sent to %s", (address) => expect(uri("").safeParse(address).success).toBe(false));

test.each(["https://shop.example/orders/1", "myshop://orders/1", "com.example.shop:/done"])(
  "a payer is sent to %s",
  (address) => expect(uri("").safeParse(address).success).toBe(true),
);
