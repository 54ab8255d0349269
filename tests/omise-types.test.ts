import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** What TypeScript says of a shop's page that has our package installed. */
async function complaintsOf(source: string): Promise<string> {
  const shop = await mkdtemp(join(tmpdir(), "shop-"));
  onTestFinished(() => rm(shop, { recursive: true }));
  await mkdir(join(shop, "node_modules"));
  await symlink(root, join(shop, "node_modules/chamra"), "dir");
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: "esnext",
    moduleResolution: "bundler",
    lib: ["esnext", "dom"],
  };
  await writeFile(
    join(shop, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { ...compilerOptions, types: ["chamra/omise.js"] }, files: ["page.ts"] }),
  );
  await writeFile(join(shop, "page.ts"), source);
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  return promisify(execFile)(process.execPath, [compiler, "-p", shop], { cwd: shop }).then(
    () => "",
    ({ stdout }: { stdout: string }) => stdout,
  );
}

test("a shop's page in TypeScript has the types of omise.js from the installed package, and its mistakes are found", async () => {
  const page = `OmiseCard.configure({ publicKey: "pkey_test_1", amount: 150_000, locale: "th" });
    const options: OmiseJs.Config = { onCreateTokenSuccess: (nonce, { token }) => console.log(nonce, token) };
    OmiseCard.open(options);
    Omise.createToken("card", { name: "Somchai" }, (status) => status.toFixed());`;
  expect(await complaintsOf(page)).toBe("");
  expect(await complaintsOf(`${page}\nOmiseCard.configure({ locale: "fr" });`)).toContain("fr");
});
