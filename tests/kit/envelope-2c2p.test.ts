import { expect, test } from "vitest";
import { envelope, keysOf } from "../../src/connectors/2c2p/wire.ts";
import { envelopeAtOnce } from "./envelope-2c2p.ts";
import { merchantOf2c2p, theirPrivateKey } from "./merchant-2c2p.ts";

const { secret_key: secret, private_key: ours, public_key: theirs } = merchantOf2c2p;
const ourSide = keysOf(ours, theirs);
const theirSide = keysOf(theirPrivateKey, ours); // the public key follows from the private one
const directions = [
  [envelope, envelopeAtOnce],
  [envelopeAtOnce, envelope],
] as const;

test("a payment message that one envelope of 2C2P has signed, another that was written for itself reads", async () => {
  const claims = { merchantID: "JT01", description: "ชามข้าว", amount: 1500.5 };
  expect(await envelopeAtOnce.sign(claims, secret)).toBe(await envelope.sign(claims, secret));
  for (const [writer, reader] of directions) {
    const token = await writer.sign(claims, secret);
    expect(await reader.verified(token, secret)).toEqual(claims);
    for (const wrong of [`${token.slice(0, -4)}AAAA`, "", "a.b", `${token}.x`])
      await expect(reader.verified(wrong, secret)).rejects.toThrow();
    await expect(reader.verified(token, `${secret}0`)).rejects.toThrow("signature");
  }
});

test("an action that one envelope has sealed, the other opens, and only by the keys that it is for", async () => {
  for (const [writer, reader] of directions) {
    const sealed = await writer.seal("<a>ก</a>", ourSide);
    expect(await reader.unseal(`${sealed}\n`, theirSide)).toBe("<a>ก</a>");
    await expect(reader.unseal(sealed, ourSide)).rejects.toThrow();
    await expect(reader.unseal(`${sealed.slice(0, -4)}AAAA`, theirSide)).rejects.toThrow("signature");
  }
});
