import { complaints } from "./complaints.ts";
import { merge } from "./form-config.ts";
import { formFor } from "./merchant-form.ts";

type Config = OmiseJs.Config;

/** Opens the form with a button's configuration; the result goes into the button's form. */
export type OpenFor = (config: Config, form: HTMLFormElement) => void;

/** Buttons of the page that open the form. */
export type Buttons = {
  /** @param base the defaults at this time; later configuration does not change the button */
  configure(base: Config, buttonId: string, given: Config): OmiseJs.Button;
  /** Connects a configured button; null if the page has none. If connected again, it uses the newer configuration. */
  attach(base: Config, button: OmiseJs.Button): HTMLElement | null;
};

export function createButtons(open: OpenFor): Buttons {
  const ownLabels = new WeakMap<OmiseJs.Button, string>();
  const attached = new WeakMap<HTMLElement, () => void>();
  return {
    configure: (base, buttonId, given) => {
      const button = { buttonId, configuration: merge(base, given) };
      if (given.buttonLabel) ownLabels.set(button, given.buttonLabel);
      return button;
    },
    attach: (base, configured) => {
      const { buttonId, configuration } = configured;
      const button = document.querySelector<HTMLElement>(buttonId);
      if (!button) {
        console.warn(complaints.noButton(buttonId));
        return null;
      }
      const form = formFor(button, configuration.submitFormTarget || base.submitFormTarget, buttonId);
      label(button, ownLabels.get(configured), base.buttonLabel);
      if (!attached.has(button)) button.addEventListener("click", (event) => click(event, attached.get(button)));
      attached.set(button, () => open(configuration, form));
      return button;
    },
  };
}

/**
 * `<script src="…/omise.js" data-key data-amount …>` inside a form: adds a pay button after it. The attributes apply to this button only,
 * and are read at each click, so a page may change them.
 */
export function addScriptButton(base: Config, open: OpenFor): { attributes: Config; form: HTMLFormElement } | null {
  const script = document.querySelector<HTMLScriptElement>("script[data-key][data-amount]");
  if (!script) return null;
  const form = formFor(script, script.dataset.submitFormTarget, "the script");
  const button = document.createElement("button");
  button.className = "omise-checkout-button";
  label(button, script.dataset.buttonLabel, base.buttonLabel);
  button.addEventListener("click", (event) => click(event, () => open({ ...script.dataset }, form)));
  script.after(button);
  return { attributes: { ...script.dataset }, form };
}

function click(event: Event, open?: () => void): void {
  event.preventDefault();
  open?.();
}

/** Sets a button's label, if one is configured for it; else its own content stays. A label is text: markup in it is shown as text. */
function label(button: HTMLElement, own: string | undefined, usual = ""): void {
  if (own) button.textContent = own;
  else if (button.innerHTML === "") button.textContent = usual;
}
