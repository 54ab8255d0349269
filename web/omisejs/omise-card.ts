import type { FromForm, ToForm } from "../protocol.ts";
import { whenBody } from "./create-token.ts";
import { billingOf, defaults, formConfig, merge, modeOf } from "./form-config.ts";
import { createFrame, type Frame } from "./frame.ts";
import { fill, findForm, formFor, submit } from "./merchant-form.ts";
import { createSheet, type Sheet } from "./sheet.ts";

type Config = OmiseJs.Config;

/** The form's frame where it stands: inside a sheet over the page, or in the merchant's own element (then without one). */
type Stage = { frame: Frame<ToForm>; sheet: Sheet | null; holder: Element | null };

const loadPatienceMs = 3_000;
const frameIds = {
  popup: "omise-checkout-iframe-app",
  embedded: "omise-checkout-iframe-app",
  "card-fields": "omise-checkout-iframe-app",
  "installment-fields": "omise-checkout-installment-form",
} as const;

export function createOmiseCard(gateway: URL): OmiseJs.OmiseCard {
  let base: Config = { ...defaults };
  let stage: Stage | null = null;
  /** What the open form was opened with, and the form of the page that gets the result. */
  let current: Config = base;
  let target: HTMLFormElement | null = null;
  const buttons: OmiseJs.Button[] = [];
  const connected = new WeakSet<Element>();

  const card: OmiseJs.OmiseCard = {
    configure: (config) => {
      base = merge(base, config);
      prepare(base);
      return base;
    },
    configureButton: (selector, config = {}) => {
      buttons.push({ selector, config: merge({}, config) });
    },
    attach: () => {
      for (const { selector, config } of buttons) {
        for (const button of document.querySelectorAll(selector)) connect(button, selector, config);
      }
      return buttons;
    },
    open: (config, callback) => show(merge(base, config), null, callback),
    close: (callback) => {
      const { onFormClosed } = current;
      const closed = () => {
        callback?.();
        onFormClosed?.();
      };
      if (stage?.sheet) stage.sheet.close(closed);
      else closed();
    },
    destroy: () => {
      leave();
      base = { ...defaults };
      current = base;
      buttons.length = 0;
    },
    requestCardToken: (billing) => stage?.frame.send({ type: "submit", billing: billingOf(billing) }),
    getDefaultConfig: () => base,
    getAllConfigureButtons: () => buttons,
  };
  return card;

  function connect(button: Element, selector: string, config: Config): void {
    if (connected.has(button)) return;
    const form = formFor(button, config.submitFormTarget || base.submitFormTarget, selector);
    connected.add(button);
    const label = config.buttonLabel ?? base.buttonLabel;
    if (label) button.textContent = label;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      show(merge(base, config), form);
    });
  }

  function show(config: Config, form: HTMLFormElement | null, callback?: (frame: HTMLIFrameElement) => void): boolean {
    if (!stage) return false;
    const { frame, sheet } = prepare(config);
    current = config;
    target = form ?? (config.submitFormTarget ? findForm(config.submitFormTarget) : null);
    const giveUp = new Promise<never>((_, reject) => setTimeout(reject, loadPatienceMs));
    Promise.race([frame.ready, giveUp]).then(
      () => {
        frame.send({ type: "show", config: formConfig(config) });
        sheet?.open();
        callback?.(frame.element);
      },
      () => {}, // the original says nothing either: the payer clicks again
    );
    return true;
  }

  /** The frame of this configuration; another only when it has to stand elsewhere. */
  function prepare(config: Config): Stage {
    const holder = holderOf(config);
    if (stage && stage.holder === holder) return stage;
    leave();
    const frame = createFrame<ToForm, FromForm>(new URL("pay.html", gateway), "Payment", receive);
    frame.element.id = config.iframeAppId ?? frameIds[modeOf(config)];
    const sheet = holder ? null : createSheet(frame.element, () => card.close());
    if (holder) {
      Object.assign(frame.element.style, { display: "block", width: "100%", border: "0" });
      holder.append(frame.element);
    } else whenBody(() => sheet && document.body.append(sheet.dialog));
    stage = { frame, sheet, holder };
    return stage;
  }

  function leave(): void {
    stage?.sheet?.close(() => {});
    stage?.frame.remove();
    stage?.sheet?.dialog.remove();
    stage = null;
  }

  function receive(message: FromForm): void {
    switch (message.type) {
      case "size":
        if (stage?.sheet) stage.sheet.resize(message.height);
        else if (stage) stage.frame.element.style.height = `${message.height}px`;
        return;
      case "close":
        return card.close();
      case "errors":
        return current.onError?.(message.errors);
      case "done":
        return finish(message.result);
    }
  }

  function finish(result: OmiseJs.Result): void {
    const mode = modeOf(current);
    const { onCreateTokenSuccess, onCreateSuccess } = current;
    if (stage?.sheet) card.close();
    if (target) {
      fill(target, result);
      if (current.submitAuto === "yes") submit(target);
    }
    if (mode === "installment-fields" && onCreateSuccess) return onCreateSuccess(result);
    const nonce = mode.endsWith("-fields") ? result : (result.source ?? result.token ?? "");
    onCreateTokenSuccess?.(nonce as string & OmiseJs.Result, result); // which of the two it is depends on the mode
  }
}

function holderOf({ element }: Config): Element | null {
  if (!element) return null;
  const found = typeof element === "string" ? document.querySelector(element) : element;
  if (!found) throw new Error(`Missing element: nothing on the page matches ${element}`);
  return found;
}
