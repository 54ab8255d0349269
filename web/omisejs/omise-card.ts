import type { FromForm } from "../protocol.ts";
import { addScriptButton, createButtons } from "./buttons.ts";
import { complaints, keyComplaint } from "./complaints.ts";
import { billingOf, defaults, formConfig, merge, modeOf } from "./form-config.ts";
import { frameAddress } from "./frame-address.ts";
import { fill, submit } from "./merchant-form.ts";
import { notReadyIn } from "./not-ready.ts";
import { createStage, type Stage } from "./stage.ts";

type Config = OmiseJs.Config;

const frameIds = {
  popup: "omise-checkout-iframe-app",
  embedded: "omise-checkout-iframe-app",
  "card-fields": "omise-checkout-iframe-app",
  "installment-fields": "omise-checkout-installment-form",
} as const;

/** `generate` adds the button of a script with attributes; it throws if the script is in no form. */
export function createOmiseCard(gateway: URL): { omiseCard: OmiseJs.OmiseCard; generate(): void } {
  const app = blank();
  let stage: Stage | null = null;
  const buttons = createButtons(openFor);

  const omiseCard: OmiseJs.OmiseCard = {
    app,
    configure: (config) => {
      app.defaultConfig = merge(app.defaultConfig, config);
      prepare(app.defaultConfig);
      return app.defaultConfig;
    },
    configureButton: (buttonId, config = {}) => {
      const button = buttons.configure(app.defaultConfig, buttonId, config);
      app.allConfigureButtons.push(button);
      return button;
    },
    attach: () => {
      if (!stage?.stands()) prepare(app.defaultConfig);
      return app.allConfigureButtons.flatMap((button) => buttons.attach(app.defaultConfig, button) ?? []);
    },
    open: (config, callback) => {
      if (stage) show(merge(app.defaultConfig, config), callback);
      else console.warn(complaints.notConfigured);
      return stage !== null;
    },
    close: (callback) => {
      if (!stage) return false;
      const { iframe } = stage;
      const open = app.currentOpenConfig;
      stage.close(() => {
        callback?.(iframe);
        if (app.currentOpenConfig === open) open.onFormClosed?.(iframe); // else it was paid or reopened
      });
      return true;
    },
    destroy: () => {
      stage?.remove();
      stage = null;
      Object.assign(app, blank());
    },
    requestCardToken: (billing) => {
      if (stage?.stands() && stage.submit(billingOf(billing))) return;
      console.warn(complaints.notReady);
      const { onError, locale } = app.currentOpenConfig;
      onError?.([notReadyIn(locale ?? defaults.locale)]);
    },
    getDefaultConfig: () => app.defaultConfig,
    getAllConfigureButtons: () => app.allConfigureButtons,
  };
  return { omiseCard, generate };

  function generate(): void {
    const generated = addScriptButton(app.defaultConfig, openFor);
    if (!generated) return;
    app.formElement = generated.form;
    prepare(merge(app.defaultConfig, generated.attributes));
  }

  function openFor(config: Config, form: HTMLFormElement): void {
    app.formElement = form;
    show(merge(app.defaultConfig, config));
  }

  function show(config: Config, callback?: (frame: HTMLIFrameElement) => void): void {
    const complaint = keyComplaint(config.key ?? "", complaints.noKey);
    if (complaint) console.error(complaint);
    const place = prepare(config);
    app.currentOpenConfig = config;
    place.show(formConfig(config), () => callback?.(place.iframe));
  }

  /** The frame for this configuration: the existing one, unless it was removed, must be placed elsewhere, or is of another live key. */
  function prepare(config: Config): Stage {
    const holder = holderOf(config);
    const address = frameAddress(gateway, "pay.html", config.key ?? "");
    if (!stage || stage.holder !== holder || stage.address.href !== address.href || !stage.stands()) {
      stage?.remove();
      app.iframeLoaded = false;
      stage = createStage(address, holder, {
        loaded: () => {
          app.iframeLoaded = true;
        },
        heard,
        cancelled: () => omiseCard.close(),
      });
      app.iframe = stage.iframe;
    }
    stage.iframe.id = config.iframeAppId ?? frameIds[modeOf(config)];
    return stage;
  }

  function heard(message: FromForm): void {
    switch (message.type) {
      case "size":
        return stage?.resize(message.height);
      case "close":
        omiseCard.close();
        return;
      case "errors":
        return app.currentOpenConfig.onError?.(message.errors);
      case "done":
        return finish(message.result);
    }
  }

  /** Order as in the original: field, submit, callback. The pop-up then counts as paid, so `onFormClosed` is not called. */
  function finish(result: OmiseJs.Result): void {
    const { onCreateTokenSuccess, onCreateSuccess, submitAuto } = app.currentOpenConfig;
    const mode = modeOf(app.currentOpenConfig);
    if (!stage?.holder) {
      omiseCard.close();
      app.currentOpenConfig = {};
    }
    if (app.formElement) {
      fill(app.formElement, result);
      if (submitAuto === "yes") submit(app.formElement);
    }
    if (mode === "installment-fields" && onCreateSuccess) return onCreateSuccess(result);
    const nonce = mode.endsWith("-fields") ? result : (result.source ?? result.token ?? "");
    onCreateTokenSuccess?.(nonce as string & OmiseJs.Result, result); // the mode decides which of the two
  }
}

/** The state that pages can read, by the names of the original. */
function blank(): OmiseJs.App {
  return {
    iframe: null,
    iframeLoaded: false,
    defaultConfig: { ...defaults },
    currentOpenConfig: {},
    formElement: null,
    allConfigureButtons: [],
  };
}

function holderOf({ element }: Config): HTMLElement | null {
  if (!element) return null;
  const found = typeof element === "string" ? document.querySelector(element) : element;
  if (!found) throw new Error(`Missing element: nothing on the page matches ${element}`);
  return found as HTMLElement; // only an HTML element can contain a frame
}
