import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { writeWhole } from "./whole-file.ts";

/** Files that tell programs to trust an authority beside those that they trust already. */
export type TrustFiles = {
  /** The authority alone, PEM: for programs that add it to what they trust. */
  authority: string;
  /** All that the machine trusts and the authority, PEM: for programs that take one file for everything. */
  bundle: string;
  /** Store with the bundle's certificates, for Java. */
  javaStore: string;
  /** Folder with the settings of PHP that name the bundle. */
  phpSettings: string;
};

/** Where systems keep the authorities that they trust: Debian and Alpine, Fedora, openSUSE, macOS and the BSDs. */
const systemBundles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/** Variables that may name other authorities already, such as those of a company's own proxy. */
const namedBy = ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"];

/**
 * Writes the files.
 *
 * @param folder where they go
 * @param certificate the authority's, PEM
 * @param environment what the program would have been started with
 */
export function writeTrust(folder: string, certificate: string, environment: NodeJS.ProcessEnv): TrustFiles {
  const named = namedBy.flatMap((name) => readIfThere(environment[name]));
  const system = systemBundles.find(existsSync);
  const trusted = [...(system ? [readFileSync(system, "utf8")] : rootCertificates), ...named];
  const blocks = new Set([certificate, ...trusted].flatMap(blocksOf));
  const files: TrustFiles = {
    authority: join(folder, "extra.pem"),
    bundle: join(folder, "bundle.pem"),
    javaStore: join(folder, "truststore.jks"),
    phpSettings: join(folder, "php"),
  };
  mkdirSync(files.phpSettings, { recursive: true });
  writeWhole(files.authority, [certificate, ...readIfThere(environment["NODE_EXTRA_CA_CERTS"])].join("\n"));
  writeWhole(files.bundle, [...blocks].map((block) => `${block}\n`).join(""));
  writeWhole(files.javaStore, javaStore([...blocks]));
  const ini = ["curl.cainfo", "openssl.cafile"].map((setting) => `${setting}="${files.bundle}"\n`);
  writeWhole(join(files.phpSettings, "chamra.ini"), ini.join(""));
  return files;
}

const readIfThere = (file: string | undefined): string[] =>
  file && existsSync(file) ? [readFileSync(file, "utf8")] : [];

const blocksOf = (pem: string): string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];

/** Password of the store, which every Java knows: nothing in it is secret. */
export const javaStorePassword = "changeit";

/** A store of certificates as `keytool` writes it (JKS, version 2), since Java reads no PEM here: each has a name, a date, and itself. */
function javaStore(blocks: readonly string[]): Buffer {
  const entries = blocks.flatMap((block, at) => {
    const der = Buffer.from(block.replace(/-----[A-Z ]+-----|\s/g, ""), "base64");
    return [number(2), javaText(`authority-${at}`), Buffer.alloc(8), javaText("X.509"), number(der.length), der];
  });
  const content = Buffer.concat([number(0xfeedfeed), number(2), number(blocks.length), ...entries]);
  const password = Buffer.from(javaStorePassword, "utf16le").swap16();
  const digest = createHash("sha1").update(password).update("Mighty Aphrodite").update(content).digest(); // the format's own salt
  return Buffer.concat([content, digest]);
}

function number(value: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(value);
  return four;
}

function javaText(text: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length);
  return Buffer.concat([length, Buffer.from(text, "latin1")]);
}
