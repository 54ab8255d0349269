import { complaints, keyComplaint } from "./complaints.ts";
import { createSource } from "./create-source.ts";
import { createToken } from "./create-token.ts";
import { gatewayAddress } from "./gateway-address.ts";
import { createOmiseCard } from "./omise-card.ts";

/** If a page loads the script twice, the first instance stays: its frame and buttons are already in place. */
if (!("OmiseCard" in window)) start();

function start(): void {
  const gateway = gatewayAddress();
  const omise: OmiseJs.Omise = {
    publicKey: null,
    setPublicKey: (publicKey) => {
      omise.publicKey = publicKey;
      return publicKey;
    },
    createToken: (type: string, data: object, callback: OmiseJs.Callback) =>
      createToken(gateway, { key: keyOf(omise), body: { [type]: data } }, callback),
    createSource: (type, options, callback) => {
      options.type = type;
      void createSource(gateway, keyOf(omise), options, callback);
    },
  };
  const { omiseCard, generate } = createOmiseCard(gateway);
  Object.assign(window, { Omise: omise, OmiseCard: omiseCard });
  generate();
}

function keyOf({ publicKey }: OmiseJs.Omise): string {
  const key = publicKey ?? "";
  const complaint = keyComplaint(key, complaints.noKeyOfOmise);
  if (complaint) console.error(complaint);
  return key;
}
