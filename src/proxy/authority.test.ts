import { execFile } from "node:child_process";
import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, createSecureContext, createServer, type SecureContext } from "node:tls";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { authorityFiles, openAuthority } from "./authority.ts";
import { serverCertificate } from "./certificate.ts";
import { originalHosts } from "./original-hosts.ts";

const day = 86_400_000;
const run = promisify(execFile);

test("the key of the authority is readable by its owner only, also after a copy came with another mode", async () => {
  const folder = await aFolder();
  openAuthority(folder, Date.now);
  const file = join(folder, authorityFiles.secret);
  const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
  expect(await modeOf(file)).toBe(0o600);
  await chmod(file, 0o644);
  openAuthority(folder, Date.now);
  expect(await modeOf(file)).toBe(0o600);
  expect(await modeOf(folder)).toBe(0o700);
  expect(await readFile(join(folder, authorityFiles.certificate), "utf8")).not.toContain("PRIVATE");
  expect(await readFile(join(folder, ".gitignore"), "utf8")).toBe("*\n");
});

test("the authority is made once, and anew before it ends", async () => {
  const folder = await aFolder();
  const first = openAuthority(folder, Date.now).certificate;
  expect(openAuthority(folder, Date.now).certificate).toBe(first);
  const later = () => Date.now() + 3_600 * day;
  const second = openAuthority(folder, later).certificate;
  expect(second).not.toBe(first);
  expect(openAuthority(folder, later).certificate).toBe(second);
});

test("of processes that make an authority at once one wins, and all vouch by it", async () => {
  const folder = await aFolder();
  const program = `import { openAuthority } from ${JSON.stringify(join(import.meta.dirname, "authority.ts"))};
    process.stdout.write(openAuthority(${JSON.stringify(folder)}, Date.now).certificate);`;
  const start = () => run(process.execPath, ["--input-type=module", "-e", program]);
  const made = await Promise.all([start(), start(), start(), start()]);
  expect(new Set(made.map(({ stdout }) => stdout))).toEqual(new Set([openAuthority(folder, Date.now).certificate]));
});

test("who trusts the authority accepts its certificates for the original's hosts, and it makes no others", async () => {
  const { certificate, contextFor } = openAuthority(await aFolder(), Date.now);
  for (const name of originalHosts) expect(await handshake(contextFor(name), name, certificate)).toBe("accepted");
  for (const name of ["example.com", "omise.co", "dashboard.omise.co", "api.omise.co.example.com"])
    expect(contextFor(name)).toBeNull();
});

test.each([
  ["example.com", /permitted subtree violation/],
  ["sub.api.omise.co", /accepted/],
])("with its key, nobody can pretend to be %s: %s", async (name, outcome) => {
  const folder = await aFolder();
  const { certificate } = openAuthority(folder, Date.now);
  const privateKey = createPrivateKey(await readFile(join(folder, authorityFiles.secret), "utf8"));
  const issuer = { name: "Chamra test certificates", privateKey, publicKey: createPublicKey(privateKey) };
  const server = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const validity = { from: Date.now() - day, until: Date.now() + day };
  const cert = serverCertificate(issuer, { name, publicKey: server.publicKey }, validity);
  const key = server.privateKey.export({ type: "pkcs8", format: "pem" });
  expect(await handshake(createSecureContext({ key, cert }), name, certificate)).toMatch(outcome);
});

test("a certificate of a server is good for a month, and renewed after half of it", async () => {
  let now = Date.now();
  const { contextFor } = openAuthority(await aFolder(), () => now);
  const first = contextFor("api.omise.co");
  now += 14 * day;
  expect(contextFor("api.omise.co")).toBe(first);
  now += 2 * day;
  expect(contextFor("api.omise.co")).not.toBe(first);
});

test("certificates of authority and server say what they are for", async () => {
  const { certificate } = openAuthority(await aFolder(), Date.now);
  const authority = new X509Certificate(certificate);
  expect(authority.ca).toBe(true);
  expect(authority.verify(authority.publicKey)).toBe(true);
  expect(authority.subject).toBe("O=Chamra\nCN=Chamra test certificates");
});

/** What a client that trusts one authority says of a server. */
async function handshake(context: SecureContext | null, name: string, ca: string): Promise<string> {
  const server = createServer({ SNICallback: (_, done) => done(null, context ?? undefined) });
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo; // a TCP server has one
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", servername: name, ca }, () => {
      resolve("accepted");
      socket.destroy();
    });
    socket.on("error", ({ message }) => resolve(message));
  });
}

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "chamra-authority-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, "tls");
}
