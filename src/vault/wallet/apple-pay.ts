import {
  createDecipheriv,
  createHash,
  createPublicKey,
  diffieHellman,
  type KeyObject,
  timingSafeEqual,
  verify,
  X509Certificate,
} from "node:crypto";
import { Secret } from "../../domain/base/secret.ts";
import { minutes, type Time } from "../../domain/base/time.ts";
import { readContent, readOid, readParts, readTime, readValue, tags, Unreadable, type Value } from "./ber.ts";
import {
  type ApplePayKeys,
  BadWalletData,
  bytesOf,
  isObject,
  publicKeyOf,
  readObject,
  textOf,
  type WalletCard,
} from "./wallet.ts";

/** Object identifiers: of CMS (RFC 5652), and of the two certificates that Apple signs payments with. */
const oids = {
  signedData: "1.2.840.113549.1.7.2",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  sha256: "2.16.840.1.101.3.4.2.1",
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
  leaf: "1.2.840.113635.100.6.29",
  intermediate: "1.2.840.113635.100.6.2.14",
} as const;

/** How far the moment of signing may lie from now: "more than a few minutes" is a sign of a replay. */
const signedWithin = minutes(5);

/**
 * Opens a payment token of Apple Pay: its signature is by a certificate of Apple for payments, over all that is used here, made just now; then it is
 * decrypted with the key that it names.
 * Source: Apple, "Payment token format reference", EC_v1.
 *
 * @param data JSON text, the token's `paymentData`
 * @throws BadWalletData
 */
export function openApplePay(data: string, keys: ApplePayKeys, now: Time): WalletCard {
  const token = readObject(data);
  const { header } = token;
  if (token.version !== "EC_v1") throw new BadWalletData("unsupported");
  if (!isObject(header)) throw new BadWalletData("unreadable");
  const sealed = bytesOf(token.data);
  const ephemeral = bytesOf(header.ephemeralPublicKey);
  const transaction = hexOf(header.transactionId);
  const application = header.applicationData === undefined ? Buffer.alloc(0) : hexOf(header.applicationData);
  const signed = Buffer.concat([ephemeral, sealed, transaction, application]);
  const signedAt = signingTimeOf(bytesOf(token.signature), signed, keys.root);
  if (Math.abs(now - signedAt) > signedWithin) throw new BadWalletData("expired");
  const message = decrypt(sealed, publicKeyOf(ephemeral), bytesOf(header.publicKeyHash), keys);
  return cardOf(message, transaction.toString("hex"), signedAt + signedWithin + 1);
}

/** When the content was signed, once the signature is found to be Apple's. @throws BadWalletData `signature` */
function signingTimeOf(signature: Buffer, signed: Buffer, root: X509Certificate): Time {
  try {
    return checkSignature(signature, signed, root);
  } catch (error) {
    if (error instanceof BadWalletData) throw error;
    throw new BadWalletData("signature"); // no CMS, no certificate, or another algorithm: not Apple's
  }
}

function checkSignature(signature: Buffer, signed: Buffer, root: X509Certificate): Time {
  const [type, wrapped] = readParts(readValue(signature), tags.sequence);
  if (readOid(type) !== oids.signedData) throw new Unreadable("no signed data");
  const [signedData] = readParts(wrapped, tags.context(0));
  const parts = readParts(signedData, tags.sequence);
  const certificates = readParts(
    parts.find(({ tag }) => tag === tags.context(0)),
    tags.context(0),
  );
  const signers = readParts(parts.at(-1), tags.set);
  if (certificates.length > 4 || signers.length !== 1) throw new Unreadable("not one signer");
  const leaf = certificateWith(certificates, oids.leaf);
  const intermediate = certificateWith(certificates, oids.intermediate);
  const { attributes, value, at, digest } = readSigner(signers[0], leaf);
  if (!isChain(leaf, intermediate, root, at)) throw new BadWalletData("signature");
  const expected = createHash("sha256").update(signed).digest();
  if (digest.length !== expected.length || !timingSafeEqual(digest, expected)) throw new BadWalletData("signature");
  if (!verify("sha256", attributes, leaf.publicKey, value)) throw new BadWalletData("signature");
  return at;
}

/** The one certificate with an extension of Apple's, which says what the certificate is for. */
function certificateWith(certificates: readonly Value[], oid: string): X509Certificate {
  const [found, ...others] = certificates.filter((each) => extensionsOf(each).includes(oid));
  if (!found || others.length > 0) throw new Unreadable(`not one certificate with ${oid}`);
  return new X509Certificate(found.encoding);
}

function extensionsOf(certificate: Value): string[] {
  const [body] = readParts(certificate, tags.sequence);
  const extensions = readParts(body, tags.sequence).find(({ tag }) => tag === tags.context(3));
  const [list] = readParts(extensions, tags.context(3));
  return readParts(list, tags.sequence).map((each) => readOid(readParts(each, tags.sequence)[0]));
}

/** Whether the root has issued the intermediate certificate, and that one the leaf, and all were valid when it was signed. */
function isChain(leaf: X509Certificate, intermediate: X509Certificate, root: X509Certificate, at: Time): boolean {
  return (
    leaf.checkIssued(intermediate) &&
    leaf.verify(intermediate.publicKey) &&
    !leaf.ca &&
    intermediate.ca &&
    intermediate.checkIssued(root) &&
    intermediate.verify(root.publicKey) &&
    [leaf, intermediate, root].every((each) => at >= Date.parse(each.validFrom) && at <= Date.parse(each.validTo))
  );
}

/** What one signer says (RFC 5652, 5.3): the attributes that are signed as they are signed, and of them the digest and the time. */
function readSigner(signer: Value | undefined, leaf: X509Certificate) {
  const [, name, digestAlgorithm, signedAttributes, algorithm, value] = readParts(signer, tags.sequence);
  const [, serial] = readParts(name, tags.sequence);
  const number = readContent(serial, tags.integer).toString("hex").toUpperCase().replace(/^0+/, "");
  if (number !== leaf.serialNumber.replace(/^0+/, "")) throw new Unreadable("signed by another certificate");
  if (readOid(readParts(digestAlgorithm, tags.sequence)[0]) !== oids.sha256) throw new Unreadable("another digest");
  if (readOid(readParts(algorithm, tags.sequence)[0]) !== oids.ecdsaWithSha256) throw new Unreadable("another key");
  const attributes = readParts(signedAttributes, tags.context(0)).map((each) => readParts(each, tags.sequence));
  const attributeOf = (oid: string): Value | undefined => {
    const [attribute, ...others] = attributes.filter(([type]) => readOid(type) === oid);
    if (others.length > 0) throw new Unreadable(`${oid} twice`);
    return attribute && readParts(attribute[1], tags.set)[0];
  };
  if (attributeOf(oids.contentType) === undefined) throw new Unreadable("no content type");
  const encoding = Buffer.from((signedAttributes as Value).encoding); // read above, so it is there
  encoding[0] = tags.set; // signed as the set that it is, not under the tag that it has here
  return {
    attributes: encoding,
    value: readContent(value, tags.octets),
    at: readTime(attributeOf(oids.signingTime)),
    digest: readContent(attributeOf(oids.messageDigest), tags.octets),
  };
}

/**
 * AES-256 in GCM with a key that is derived from the key agreement's secret as NIST SP 800-56A, 5.8.1, says. The wallet names the merchant's key by
 * its hash, and the merchant's identifier is part of the derivation.
 */
function decrypt(sealed: Buffer, ephemeral: KeyObject, keyHash: Buffer, { merchants }: ApplePayKeys) {
  const meant = merchants.filter(({ privateKey }) => hashOf(privateKey).equals(keyHash));
  if (meant.length === 0) throw new BadWalletData("recipient");
  for (const { identifier, privateKey } of meant) {
    const secret = diffieHellman({ privateKey, publicKey: ephemeral });
    const key = createHash("sha256")
      .update(Buffer.from([0, 0, 0, 1]))
      .update(secret)
      .update("\x0did-aes256-GCM")
      .update("Apple")
      .update(createHash("sha256").update(identifier).digest())
      .digest();
    const opened = openWith(key, sealed);
    if (opened !== undefined) return readObject(opened);
  }
  throw new BadWalletData("sealed");
}

const hashOf = (privateKey: KeyObject): Buffer =>
  createHash("sha256")
    .update(createPublicKey(privateKey).export({ type: "spki", format: "der" }))
    .digest();

const tagLength = 16;

function openWith(key: Buffer, sealed: Buffer): string | undefined {
  if (sealed.length <= tagLength) return undefined;
  const cipher = createDecipheriv("aes-256-gcm", key, Buffer.alloc(16), { authTagLength: tagLength });
  cipher.setAuthTag(sealed.subarray(-tagLength));
  try {
    return Buffer.concat([cipher.update(sealed.subarray(0, -tagLength)), cipher.final()]).toString("utf8");
  } catch {
    return undefined; // changed, or sealed for another identifier
  }
}

function cardOf(message: Record<string, unknown>, reference: string, expiresAt: Time): WalletCard {
  const { applicationPrimaryAccountNumber, applicationExpirationDate, cardholderName, paymentData } = message;
  if (message.paymentDataType !== "3DSecure") throw new BadWalletData("unsupported");
  if (!isObject(paymentData)) throw new BadWalletData("unreadable");
  const [, year, month] = /^(\d\d)(\d\d)\d\d$/.exec(textOf(applicationExpirationDate)) ?? [];
  if (year === undefined || month === undefined) throw new BadWalletData("unreadable");
  const { onlinePaymentCryptogram, eciIndicator } = paymentData;
  return {
    number: new Secret(textOf(applicationPrimaryAccountNumber)),
    expirationMonth: Number(month),
    expirationYear: 2000 + Number(year),
    name: typeof cardholderName === "string" ? cardholderName : null,
    cryptogram: {
      value: new Secret(textOf(onlinePaymentCryptogram)),
      eci: typeof eciIndicator === "string" && eciIndicator !== "" ? eciIndicator : null,
    },
    reference,
    expiresAt,
    merchant: null,
  };
}

/** Bytes that stand in hexadecimal. @throws BadWalletData `unreadable` */
function hexOf(read: unknown): Buffer {
  const text = textOf(read);
  if (!/^([0-9a-f]{2}){1,64}$/i.test(text)) throw new BadWalletData("unreadable");
  return Buffer.from(text, "hex");
}
