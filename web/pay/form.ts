import type { PaymentOption, PaymentOptions } from "../../src/pages/payment-options.ts";
import type { FormConfig, FromForm } from "../protocol.ts";
import { type CardFields, createCardFields } from "./card-fields.ts";
import { element } from "./element.ts";
import { createInstallmentPlans } from "./installment-plans.ts";
import { keepMethod, lastMethod } from "./last-method.ts";
import { applyBrand } from "./looks.ts";
import { type Choice, choices } from "./methods-shown.ts";
import { shown } from "./money.ts";
import { createPayerFields } from "./payer-fields.ts";
import { type Outcome, payByCard, payByInstallments, payBySource } from "./payment.ts";
import { radioList } from "./radio-list.ts";
import type { Locale, Say, TextKey } from "./texts.ts";

export type Form = { submit(billing: Record<string, string>): Promise<void> };

type Setting = {
  root: HTMLElement;
  config: FormConfig;
  locale: Locale;
  say: Say;
  send: (message: FromForm) => void;
  load: () => Promise<PaymentOptions | string | null>;
};

/** One payment method: its fields, their check, and the act on "pay". */
type Way = {
  name: string;
  label: string;
  group: string;
  root: HTMLElement;
  adopt(): void;
  faults(): string[];
  pay(billing: Record<string, string>): Promise<Outcome>;
};

/** Refusals of what the merchant has set up, at which no payer can do anything. */
const misconfigured = ["authentication_failure", "no_card_vault"];

/** Default method if the page names none; may be missing, since nobody asked for it. */
const usualMethod = "credit_card";

export function renderForm(setting: Setting): Form {
  const { root, config, say, send } = setting;
  const card = createCardFields(say, config);
  const alert = element("p", { class: "alert", role: "alert" });
  const body = element("div", { class: "body" });
  const button = payButton(setting);
  let way: Way | null = null;
  let busy = false;

  const onSubmit = (event: Event) => {
    event.preventDefault();
    void submit({});
  };
  const form = element("form", { novalidate: true, submit: onSubmit }, body, alert, button.root);
  // The frame has a heading even without the header: screen readers navigate by headings, also inside a shop's page.
  root.replaceChildren(
    config.mode === "popup" ? header(setting) : element("h1", { class: "unseen" }, say("title")),
    form,
  );
  root.onkeydown = ({ key }) => {
    if (key === "Escape" && config.mode === "popup" && !busy) send({ type: "close" });
  };
  if (config.mode === "card-fields") show([{ kind: "card", name: "card" }], null);
  else void fill();
  return { submit };

  async function fill(): Promise<void> {
    body.replaceChildren(element("p", { class: "note", role: "status" }, say("loading")));
    button.setEnabled(false);
    alert.textContent = "";
    const options = await setting.load();
    if (options === null) return refuse(say("unreachable"), say("tryAgain"));
    if (typeof options === "string") {
      console.error(`The payment form cannot be shown: ${options}`);
      return refuse(say("misconfigured"));
    }
    const offered = choices(config.methods, options.methods);
    if (offered.length === 0) {
      const { methods, amount, currency } = config;
      console.warn(
        `The payment form offers nothing: ${methods.join(", ") || "no method"} for ${amount} ${currency}; GET /capability tells what is offered.`,
      );
      return refuse(say("nothingOffered"));
    }
    const [first = usualMethod] = config.methods;
    if (first !== usualMethod && choices([first], options.methods).length === 0)
      console.warn(
        `The payment form begins with another method: ${first} is not offered for ${config.amount} ${config.currency}; GET /capability tells what is.`,
      );
    applyBrand(options.brand);
    const own = config.image === "" && options.brand.logo ? logo(options.brand.logo) : null;
    if (own) root.querySelector(".names")?.before(own);
    root.querySelector(".test-mode")?.toggleAttribute("hidden", options.livemode);
    show(offered, options);
  }

  function refuse(text: string, again?: string): void {
    body.replaceChildren();
    alert.textContent = text;
    if (again) alert.append(" ", element("button", { type: "button", class: "link", click: () => void fill() }, again));
    send({ type: "errors", errors: [text] });
  }

  function show(offered: Choice[], options: PaymentOptions | null): void {
    const ways = offered.map((choice) => wayOf(choice, options, card, setting));
    const take = (chosen: Way) => {
      way = chosen;
      alert.textContent = "";
      chosen.adopt();
    };
    const [first] = ways;
    if (!first) return;
    if (ways.length === 1) {
      body.replaceChildren(first.root);
      take(first);
    } else {
      const entries = ways.map((each) => ({
        value: each,
        content: [element("strong", {}, each.label)],
        group: foldOf(each, ways),
        panel: each.root,
      }));
      const list = radioList("method", say("method"), entries, take);
      body.replaceChildren(list.root);
      const last = config.recalls ? lastMethod() : null;
      list.choose(ways.find(({ name }) => name === last) ?? first);
    }
    button.setEnabled(true);
  }

  async function submit(billing: Record<string, string>): Promise<void> {
    if (busy || !way) return;
    alert.textContent = "";
    const faults = way.faults();
    if (faults.length > 0) return send({ type: "errors", errors: faults });
    setBusy(true);
    const outcome = await way.pay(billing);
    setBusy(false);
    if ("result" in outcome) {
      keepMethod(way.name);
      const remember = config.remember ? { remember: card.remember() } : {};
      return send({ type: "done", result: { ...outcome.result, ...remember } });
    }
    send({ type: "errors", errors: explain(outcome) });
  }

  /** Shows an error in its place: beside the card's fields, or above the button. */
  function explain({ status, response }: Exclude<Outcome, { result: unknown }>): string[] {
    if (status === 0) return sayAbove("unreachable");
    const message = response.message ?? "";
    if (response.code !== "invalid_card") {
      console.error(`The gateway refused the payment: ${message}`);
      return sayAbove(misconfigured.includes(response.code ?? "") ? "misconfigured" : "refused");
    }
    if (/refused by its issuer/.test(message)) return sayAbove("cardRefused");
    const { faults, unknown } = card.markAnswer(message);
    return unknown ? sayAbove("refused") : faults;
  }

  function sayAbove(key: TextKey): string[] {
    alert.textContent = say(key);
    return [say(key)];
  }

  function setBusy(now: boolean): void {
    busy = now;
    button.setBusy(now);
    form.setAttribute("aria-busy", String(now));
  }
}

/** From this number of choices on, those of one group fold away together below its name. */
const groupedFrom = 7;

/** The group in which a way folds away; null where it stands alone. */
function foldOf({ group }: Way, ways: readonly Way[]): string | null {
  const members = ways.filter((other) => other.group === group);
  return ways.length >= groupedFrom && members.length > 1 ? group : null;
}

function wayOf(choice: Choice, options: PaymentOptions | null, card: CardFields, setting: Setting): Way {
  const { config, locale, say } = setting;
  const cardWith = (billing: Record<string, string>) => ({ ...card.card(), ...billing });
  if (choice.kind === "card") {
    const root = element("div", { class: "panel" });
    return {
      name: choice.name,
      label: say("card"),
      group: say("card"),
      root,
      adopt: () => {
        card.setLoanCards(false);
        root.replaceChildren(card.root);
      },
      faults: card.check,
      pay: (billing) => payByCard(config, cardWith(billing)),
    };
  }
  if (choice.kind === "source") {
    const { option } = choice;
    const label = option.label[locale];
    const asked = createPayerFields(option, say, config);
    return {
      name: choice.name,
      label,
      group: option.group[locale],
      root: element(
        "div",
        { class: "panel" },
        element("p", { class: "note" }, stepsOf(option, label, say)),
        asked.root,
      ),
      adopt: () => {},
      faults: asked.faults,
      pay: () => payBySource(config, option, asked.values()),
    };
  }
  if (!options) throw new Error("installments need the gateway's options");
  const plans = createInstallmentPlans(say, locale, options, choice.plans, card);
  return {
    name: choice.name,
    label: say("installments"),
    group: say("installments"),
    root: element("div", { class: "panel" }, plans.root),
    adopt: plans.adopt,
    faults: () => {
      const faults = plans.faults();
      return faults.length > 0 || !plans.needsCard() ? faults : card.check();
    },
    pay: async (billing) => {
      const plan = plans.chosen();
      if (!plan) throw new Error("a plan was chosen, or faults() would have said so");
      return payByInstallments(config, plans.needsCard() ? cardWith(billing) : null, plan);
    },
  };
}

/** What comes next for a payer who chooses the method. */
function stepsOf(option: PaymentOption, label: string, say: Say): string {
  if (option.shows !== null) return say(option.shows === "references" ? "numberSteps" : "codeSteps");
  return say("redirectSteps", { method: label });
}

function header({ config, say, send }: Setting): HTMLElement {
  const { merchantSection, closeButton } = config.style;
  const merchant =
    merchantSection?.visible === false
      ? [element("h1", { class: "unseen" }, say("title"))]
      : [logo(config.image), names(config, say)];
  return element(
    "header",
    {},
    ...merchant,
    element("span", { class: "test-mode", hidden: true, title: say("testModeHint") }, say("testMode")),
    closeButton?.visible === false
      ? null
      : element(
          "button",
          { type: "button", class: "close", "aria-label": say("close"), click: () => send({ type: "close" }) },
          "×",
        ),
  );
}

/** The merchant's logo, from another server; if it fails to load, it is removed. */
function logo(address: string): HTMLElement | null {
  if (address === "") return null;
  const image = element("img", { alt: "", class: "logo", referrerpolicy: "no-referrer", error: () => image.remove() });
  image.src = address;
  return image;
}

function names({ frameLabel, frameDescription }: FormConfig, say: Say): HTMLElement {
  return element(
    "div",
    { class: "names" },
    element("h1", {}, frameLabel || say("title")),
    frameDescription ? element("p", {}, frameDescription) : null,
  );
}

function payButton({ config, say }: Setting) {
  const money = shown(config.amount, config.currency);
  const pay = config.submitLabel || say("pay");
  const label = config.hideAmount ? pay : say("payAmount", { pay, amount: money });
  const button = element("button", { type: "submit", class: "pay" }, label);
  const root = element("footer", { hidden: config.mode.endsWith("-fields") }, button);
  return {
    root,
    setEnabled: (enabled: boolean) => {
      root.hidden = !enabled || config.mode.endsWith("-fields");
    },
    setBusy: (busy: boolean) => {
      button.setAttribute("aria-disabled", String(busy)); // not disabled, since a disabled button would lose the focus
      button.textContent = busy ? say("working") : label;
    },
  };
}
