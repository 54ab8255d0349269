import {
  createCipheriv,
  createHash,
  createHmac,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from "node:crypto";
import {
  type AppleToken,
  certificate,
  detachedSignature,
  type GoogleToken,
  oid,
  pointOf,
  signedParts,
  spkiOf,
} from "./wire.ts";

/** A test card in a wallet. */
type WalletPayment = {
  number: string;
  expirationMonth: number;
  expirationYear: number;
  name: string | null;
  /** Whether the wallet hands over the number alone (`PAN_ONLY`) or proof of the cardholder with it (`CRYPTOGRAM_3DS`). Apple Pay always proves. */
  proven: boolean;
};

/** Ways in which a wallet's data can be bad, for tests of what a merchant's program does then. */
export const flaws = ["signature", "root", "tampered", "expired", "recipient"] as const;
export type Flaw = (typeof flaws)[number];

/** The wallets of test mode. What they hand over has the form of the real ones, under keys of this gateway alone. */
export type WalletSimulator = {
  /** Google's key and Apple's certificate, by which the gateway knows their signatures. */
  roots(): { google: KeyObject; apple: X509Certificate };
  /** @param recipient the gateway, by the name and key that it has at Google; `merchant` is its name for the merchant */
  googlePay(payment: WalletPayment, recipient: GoogleRecipient, at: number, flaw: Flaw | null): string;
  /** @param recipient the merchant, by the identifier and key that it has at Apple */
  applePay(payment: WalletPayment, recipient: AppleRecipient, at: number, flaw: Flaw | null): string;
};

type GoogleRecipient = { name: string; key: KeyObject; merchant: string };
type AppleRecipient = { identifier: string; key: KeyObject };

/** Google's messages are good for about a week, its signing keys somewhat longer. */
const day = 86_400_000;
const messageLasts = 7 * day;
const signingKeyLasts = 14 * day;

/** Certificates are valid for any clock that a test account may have. */
const valid = { from: Date.UTC(2000, 0), to: Date.UTC(2100, 0) };

/** @param keyOf the private key on P-256 of that name, the same in every process of this gateway */
export function walletSimulator(keyOf: (name: string) => KeyObject): WalletSimulator {
  // most gateways never see a wallet, and keys and certificates take time
  const google = once(() => ({ root: keyOf("google root"), intermediate: keyOf("google intermediate") }));
  const apple = once(() => appleAuthority(keyOf));
  const roots = once(() => ({ google: createPublicKey(google().root), apple: new X509Certificate(apple().root) }));
  return {
    roots,

    googlePay: (payment, recipient, at, flaw) => {
      const ends = flaw === "expired" ? at - 1 : at + messageLasts;
      const merchant = flaw === "recipient" ? `${recipient.merchant}x` : recipient.merchant;
      const signedMessage = sealForGoogle(googleMessage(payment, merchant, ends), recipient.key);
      const signedKey = JSON.stringify({
        keyValue: spkiOf(google().intermediate).toString("base64"),
        keyExpiration: String(at + signingKeyLasts),
      });
      const root = flaw === "root" ? strangersKey() : google().root;
      const signer = flaw === "signature" ? strangersKey() : google().intermediate;
      const token: GoogleToken = {
        protocolVersion: "ECv2",
        signature: signed(signer, signedParts(["Google", recipient.name, "ECv2", signedMessage])),
        intermediateSigningKey: {
          signedKey,
          signatures: [signed(root, signedParts(["Google", "ECv2", signedKey]))],
        },
        signedMessage: flaw === "tampered" ? signedMessage.replace(/"tag":"./, '"tag":"_') : signedMessage,
      };
      return JSON.stringify(token);
    },

    applePay: (payment, recipient, at, flaw) => {
      const ephemeral = strangersKey();
      const data = sealForApple(appleMessage(payment), recipient, ephemeral);
      const transactionId = randomBytes(32);
      const publicKey = spkiOf(ephemeral);
      const digest = createHash("sha256")
        .update(Buffer.concat([publicKey, data, transactionId]))
        .digest();
      const { leaf, certificates, issuer, serial } = flaw === "root" ? appleAuthority(strangersKey) : apple();
      const signer = flaw === "signature" ? strangersKey() : leaf;
      const signature = detachedSignature(
        { digest, at: flaw === "expired" ? at - day : at, certificates, issuer, serial },
        (content) => sign("sha256", content, signer),
      );
      if (flaw === "tampered") data[0] = (data[0] ?? 0) ^ 1;
      const key = flaw === "recipient" ? strangersKey() : recipient.key;
      const token: AppleToken = {
        version: "EC_v1",
        data: data.toString("base64"),
        signature: signature.toString("base64"),
        header: {
          publicKeyHash: createHash("sha256").update(spkiOf(key)).digest("base64"),
          ephemeralPublicKey: publicKey.toString("base64"),
          transactionId: transactionId.toString("hex"),
        },
      };
      return JSON.stringify(token);
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const signed = (key: KeyObject, content: Buffer): string => sign("sha256", content, key).toString("base64");

const strangersKey = (): KeyObject => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

/** A root, the certificate under it, and that one's, which signs. */
function appleAuthority(keyOf: (name: string) => KeyObject) {
  const [root, intermediate, leaf] = [keyOf("apple root"), keyOf("apple intermediate"), keyOf("apple leaf")];
  const names = { root: "Test Apple Root", intermediate: "Test Apple Integration", leaf: "Test Apple Pay" };
  const by = (key: KeyObject) => (content: Buffer) => sign("sha256", content, key);
  const issue = (
    serial: number,
    [issuer, issuerKey]: [keyof typeof names, KeyObject],
    [subject, key]: [keyof typeof names, KeyObject],
    mark: string | null,
  ) =>
    certificate(
      { serial, issuer: names[issuer], subject: names[subject], key, authority: subject !== "leaf", mark, ...valid },
      by(issuerKey),
    );
  return {
    root: issue(1, ["root", root], ["root", root], null),
    leaf,
    certificates: [
      issue(3, ["intermediate", intermediate], ["leaf", leaf], oid.leaf),
      issue(2, ["root", root], ["intermediate", intermediate], oid.intermediate),
    ],
    issuer: names.intermediate,
    serial: 3,
  };
}

/** Proof such as a network gives for one payment: 20 bytes. */
const newCryptogram = (): string => randomBytes(20).toString("base64");

function googleMessage(
  { number, expirationMonth, expirationYear, proven }: WalletPayment,
  merchant: string,
  ends: number,
) {
  return {
    gatewayMerchantId: merchant,
    messageExpiration: String(ends),
    messageId: `AH2Ejt${randomBytes(48).toString("base64url")}`,
    paymentMethod: "CARD",
    paymentMethodDetails: {
      pan: number,
      expirationMonth,
      expirationYear,
      ...(proven
        ? { authMethod: "CRYPTOGRAM_3DS", cryptogram: newCryptogram(), eciIndicator: "05" }
        : { authMethod: "PAN_ONLY" }),
    },
  };
}

/** ECIES with HKDF-SHA256, AES-256 in counter mode and HMAC-SHA256. */
function sealForGoogle(message: object, recipient: KeyObject): string {
  const ephemeral = strangersKey();
  const point = pointOf(ephemeral);
  const secret = diffieHellman({ privateKey: ephemeral, publicKey: recipient });
  const keys = Buffer.from(hkdfSync("sha256", Buffer.concat([point, secret]), Buffer.alloc(32), "Google", 64));
  const cipher = createCipheriv("aes-256-ctr", keys.subarray(0, 32), Buffer.alloc(16));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(message)), cipher.final()]);
  return JSON.stringify({
    encryptedMessage: sealed.toString("base64"),
    ephemeralPublicKey: point.toString("base64"),
    tag: createHmac("sha256", keys.subarray(32)).update(sealed).digest("base64"),
  });
}

function appleMessage({ number, expirationMonth, expirationYear, name }: WalletPayment) {
  const two = (part: number) => String(part % 100).padStart(2, "0");
  return {
    applicationPrimaryAccountNumber: number,
    applicationExpirationDate: `${two(expirationYear)}${two(expirationMonth)}${two(new Date(Date.UTC(expirationYear, expirationMonth, 0)).getUTCDate())}`,
    currencyCode: "764",
    transactionAmount: 0,
    ...(name !== null && { cardholderName: name }),
    deviceManufacturerIdentifier: "040010030273",
    paymentDataType: "3DSecure",
    paymentData: { onlinePaymentCryptogram: newCryptogram(), eciIndicator: "5" },
  };
}

/** AES-256 in GCM, under a key derived as NIST SP 800-56A, 5.8.1, says. */
function sealForApple(message: object, { identifier, key: recipient }: AppleRecipient, ephemeral: KeyObject): Buffer {
  const secret = diffieHellman({ privateKey: ephemeral, publicKey: recipient });
  const identity = createHash("sha256").update(identifier).digest();
  const info = Buffer.concat([Buffer.from("\rid-aes256-GCMApple"), identity]);
  const key = createHash("sha256")
    .update(Buffer.concat([Buffer.from([0, 0, 0, 1]), secret, info]))
    .digest();
  const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(16));
  return Buffer.concat([cipher.update(JSON.stringify(message)), cipher.final(), cipher.getAuthTag()]);
}
