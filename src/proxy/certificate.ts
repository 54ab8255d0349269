import { createHash, type KeyObject, randomBytes, sign } from "node:crypto";
import { bits, bytes, moment, oid, placed, sequence, set, text, truth, whole } from "./der.ts";

/** Time in which a certificate is good, in milliseconds. */
type Validity = { from: number; until: number };

type Party = { name: string; publicKey: KeyObject };

/** Signer of certificates: its name, and its pair of keys. */
export type Issuer = Party & { privateKey: KeyObject };

/**
 * Makes the certificate of an authority, signed by itself. Its name constraints (RFC 5280, 4.2.1.10) let it vouch for one domain and for no IP
 * address: with a stolen key nobody can pretend to be another site to somebody who trusts it.
 *
 * @returns PEM
 */
export function authorityCertificate(issuer: Issuer, domain: string, validity: Validity): string {
  const everyAddress = [8, 32].map((length) => sequence(placed(7, Buffer.alloc(length), false))); // address and mask, all zero: IPv4, IPv6
  return certificate(issuer, issuer, validity, [
    extension("2.5.29.19", sequence(truth(), whole(Buffer.from([0]))), critical), // an authority, of no other authorities
    extension("2.5.29.15", bits(Buffer.from([0b0000_0110]), 1), critical), // may sign certificates and lists of revoked ones
    extension(
      "2.5.29.30",
      sequence(
        placed(0, sequence(placed(2, Buffer.from(domain), false)), true),
        placed(1, Buffer.concat(everyAddress), true),
      ),
      critical,
    ),
    extension("2.5.29.14", bytes(identifierOf(issuer.publicKey))),
  ]);
}

/** Makes the certificate of a server with one name. @returns PEM */
export function serverCertificate(issuer: Issuer, server: Party, validity: Validity): string {
  return certificate(issuer, server, validity, [
    extension("2.5.29.19", sequence(), critical), // no authority
    extension("2.5.29.15", bits(Buffer.from([0b1000_0000]), 7), critical), // may sign the handshake
    extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.1"))), // as a server
    extension("2.5.29.17", sequence(placed(2, Buffer.from(server.name), false))),
    extension("2.5.29.14", bytes(identifierOf(server.publicKey))),
    extension("2.5.29.35", sequence(placed(0, identifierOf(issuer.publicKey), false))),
  ]);
}

const critical = true;

const extension = (id: string, content: Buffer, isCritical = false): Buffer =>
  sequence(oid(id), ...(isCritical ? [truth()] : []), bytes(content));

const ecdsaWithSha256 = sequence(oid("1.2.840.10045.4.3.2"));

/** Version 3 of X.509 (RFC 5280, 4.1). */
function certificate(issuer: Issuer, subject: Party, { from, until }: Validity, extensions: readonly Buffer[]): string {
  const content = sequence(
    placed(0, whole(Buffer.from([2])), true),
    whole(serial()),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(moment(from), moment(until)),
    nameOf(subject),
    subject.publicKey.export({ type: "spki", format: "der" }),
    placed(3, sequence(...extensions), true),
  );
  const signed = sequence(content, ecdsaWithSha256, bits(sign("sha256", content, issuer.privateKey)));
  const lines = signed.toString("base64").replace(/.{64}(?=.)/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

/** Sixteen random bytes, never zero and never with a sign. */
function serial(): Buffer {
  const random = randomBytes(16);
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x40;
  return random;
}

const nameOf = ({ name }: Party): Buffer =>
  sequence(set(sequence(oid("2.5.4.10"), text("Chamra"))), set(sequence(oid("2.5.4.3"), text(name))));

const identifierOf = (key: KeyObject): Buffer =>
  createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest()
    .subarray(0, 20);
