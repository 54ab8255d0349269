import { chmodSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openStore } from "../../src/storage/store.ts";
import { aFolder } from "./engine.ts";

test("other users of the machine cannot read the data, also in a folder that was open to all before", async () => {
  const folder = aFolder();
  chmodSync(folder, 0o755);
  const store = await openStore({ databaseUrl: null, folder, connectionsMax: 1, alone: false });
  const others = (path: string) => statSync(path).mode & 0o077;
  const files = readdirSync(folder).filter((name) => name.startsWith("chamra.db"));
  expect(files.length).toBeGreaterThan(0);
  expect([folder, ...files.map((name) => join(folder, name))].map(others)).toEqual([0, ...files.map(() => 0)]);
  await store.close();
});
