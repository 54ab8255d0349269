import { createSource } from "./create-source.ts";
import { createToken } from "./create-token.ts";
import { gatewayAddress } from "./gateway-address.ts";
import { createOmiseCard } from "./omise-card.ts";

/** A page that loads the script twice keeps the first: its frame and buttons are already in place. */
if (!("OmiseCard" in window)) start();

function start(): void {
  const gateway = gatewayAddress();
  let key = "";
  const omise: OmiseJs.Omise = {
    setPublicKey: (publicKey) => {
      key = publicKey;
      return key;
    },
    createToken: (type: string, data: object, callback: OmiseJs.Callback) =>
      createToken(gateway, { key, body: { [type]: data } }, callback),
    createSource: (type, options, callback) => {
      options.type = type;
      void createSource(gateway, key, options, callback);
    },
  };
  const omiseCard = createOmiseCard(gateway);
  Object.assign(window, { Omise: omise, OmiseCard: omiseCard });
  attachByAttributes(omiseCard);
}

/** `<script src="…/omise.js" data-key data-amount …>` inside a form: a pay button follows it. */
function attachByAttributes(omiseCard: OmiseJs.OmiseCard): void {
  const script = document.querySelector<HTMLScriptElement>("script[data-key][data-amount]");
  if (!script) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "omise-checkout-button";
  script.after(button);
  omiseCard.configure({ ...script.dataset });
  omiseCard.configureButton(".omise-checkout-button");
  omiseCard.attach();
}
