import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createSecureContext, type SecureContext, type TlsOptions } from "node:tls";
import { authorityCertificate, type Issuer, serverCertificate } from "./certificate.ts";
import { isOriginalHost, originalDomain, originalHosts } from "./original-hosts.ts";
import { writeWhole } from "./whole-file.ts";

/** Authority that vouches for the original's hosts to programs that are told to trust it, and to nobody else. */
export type Authority = {
  /** Certificate of the authority, PEM: what programs are told to trust. */
  certificate: string;
  /** Key and certificate for a TLS connection to one of the original's hosts; null for any other name. */
  contextFor(name: string): SecureContext | null;
};

const day = 86_400_000;

/** An authority outlives the phones that trust it; browsers take no certificate of a server that is good for longer than 398 days. */
const authorityDays = 3_650;
const serverDays = 30;

/** Clocks differ: a certificate is good a day before it was made. */
const earlier = day;

/** An authority that ends within this time is made anew. */
const lastDays = 60;

/** Folder of the authority and of what programs are told to trust, within the data folder. */
export const tlsFolder = (dataFolder: string): string => join(dataFolder, "tls");

/** Files in that folder: the first holds the key, so its mode is 0600; the second is for everybody. */
export const authorityFiles = { secret: "authority.key", certificate: "authority.crt" } as const;

/**
 * Opens the authority that is kept in a folder; the first call makes it. It is never installed in the system: programs trust it because they are told to.
 *
 * @param folder made if missing
 * @param now the time, in milliseconds
 */
export function openAuthority(folder: string, now: () => number): Authority {
  const { issuer, certificate } = kept(folder, now()) ?? make(folder, now());
  writeWhole(join(folder, authorityFiles.certificate), certificate);
  const server = generateKeyPairSync("ec", { namedCurve: "P-256" }); // one a process: it is never written
  const contexts = new Map<string, { context: SecureContext; renewAt: number }>();
  const contextFor = (name: string): SecureContext | null => {
    if (!isOriginalHost(name)) return null;
    const known = contexts.get(name);
    if (known && known.renewAt > now()) return known.context;
    const from = now() - earlier;
    const until = now() + serverDays * day;
    const cert = serverCertificate(issuer, { name, publicKey: server.publicKey }, { from, until });
    const context = createSecureContext({ key: pemOf(server.privateKey), cert: cert + certificate });
    contexts.set(name, { context, renewAt: now() + (serverDays / 2) * day });
    return context;
  };
  return { certificate, contextFor };
}

/** Options of a TLS server for the original's hosts. A client that names another host, or none, gets no handshake: nobody vouches for it. */
export function tlsOptionsOf({ contextFor }: Pick<Authority, "contextFor">): TlsOptions {
  return {
    SNICallback: (name, done) => {
      const context = contextFor(name.toLowerCase());
      if (context) done(null, context);
      else done(new Error(`${name} is none of ${originalHosts.join(", ")}`));
    },
    ALPNProtocols: ["http/1.1"],
  };
}

type Kept = { issuer: Issuer; certificate: string };

/** The authority in the folder; null where there is none, or one that is about to end. */
function kept(folder: string, now: number): Kept | null {
  const file = join(folder, authorityFiles.secret);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  chmodSync(file, secretMode); // a copy from a backup may have come with another
  const certificate = text.slice(text.indexOf("-----BEGIN CERTIFICATE-----"));
  const { subject, validTo } = new X509Certificate(certificate);
  if (Date.parse(validTo) - now < lastDays * day) return null;
  return { certificate, issuer: issuerOf(createPrivateKey(text), /^CN=(.*)$/m.exec(subject)?.[1] ?? "") };
}

const secretMode = 0o600;

/** Makes an authority. Where two processes do so at once, the first that has written its own wins. */
function make(folder: string, now: number): Kept {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, ".gitignore"), "*\n"); // a key has no place in a repository
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const issuer = issuerOf(privateKey, "Chamra test certificates");
  const certificate = authorityCertificate(issuer, originalDomain, {
    from: now - earlier,
    until: now + authorityDays * day,
  });
  const file = join(folder, authorityFiles.secret);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, pemOf(privateKey) + certificate, { mode: secretMode, flag: "wx" });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const other = kept(folder, now);
    if (other) return other;
    renameSync(draft, file); // over one that is about to end
  } finally {
    rmSync(draft, { force: true });
  }
  return { issuer, certificate };
}

const issuerOf = (privateKey: KeyObject, name: string): Issuer => ({
  name,
  privateKey,
  publicKey: createPublicKey(privateKey),
});

const pemOf = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" }).toString();
