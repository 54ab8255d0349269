import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { environmentFor } from "./environment.ts";

const trust = {
  authority: "/data/tls/extra.pem",
  bundle: "/data/tls/bundle.pem",
  javaStore: "/my data/tls/truststore.jks",
  phpSettings: "/data/tls/php",
};

const keys = { publicKey: "pkey_test_1", secretKey: "skey_test_1", webhookSecret: "c2VjcmV0" };

const given = (own: NodeJS.ProcessEnv, offline = false) =>
  environmentFor({ own, proxy: "http://127.0.0.1:5250", gateway: "http://localhost:4242", trust, keys, offline });

test("every variable that a command is given stands in docs/unmodified-apps.md", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/unmodified-apps.md"), "utf8");
  const names = Object.keys(given({}).environment);
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test("what a program had for itself is added to, not replaced", () => {
  const own = {
    PATH: "/bin",
    NODE_OPTIONS: "--no-warnings",
    JAVA_TOOL_OPTIONS: "-Xmx1g",
    PHP_INI_SCAN_DIR: "/etc/php",
  };
  const { environment } = given(own);
  expect(environment["PATH"]).toBe("/bin");
  expect(environment["NODE_OPTIONS"]).toMatch(/^--no-warnings --require "[^"]*\/preload\.cjs"$/);
  expect(environment["JAVA_TOOL_OPTIONS"]).toMatch(/^-Xmx1g -Dhttp\.proxyHost=127\.0\.0\.1 -Dhttp\.proxyPort=5250 /);
  expect(environment["JAVA_TOOL_OPTIONS"]).toContain('"-Djavax.net.ssl.trustStore=/my data/tls/truststore.jks"');
  expect(environment["PHP_INI_SCAN_DIR"]).toBe("/etc/php:/data/tls/php");
  expect(given({}).environment["PHP_INI_SCAN_DIR"]).toBe(":/data/tls/php");
  expect(given({}, true).environment["NODE_OPTIONS"]).toMatch(/preload-offline\.cjs" --require ".*preload\.cjs"$/);
});

test.each([
  ["skey_5xuy4w91xqz7d1w9u0t", true],
  ["pkey_5xuy4w91xqz7d1w9u0t\n", true],
  ["skey_live_5xuy4w91xqz7d1w9u0t", true],
  ["skey_test_5xuy4w91xqz7d1w9u0t", false],
  ["a text about skey_ and pkey_", false],
])("a variable that holds %j is left out: %s", (text, left) => {
  const { environment, withheld } = given({ SHOP_KEY: text });
  expect(withheld).toEqual(left ? ["SHOP_KEY"] : []);
  expect("SHOP_KEY" in environment).toBe(!left);
});
