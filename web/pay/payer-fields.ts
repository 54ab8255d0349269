import type { PayerField, PaymentOption } from "../../src/pages/payment-options.ts";
import type { FormConfig } from "../protocol.ts";
import { element } from "./element.ts";
import { choiceField, type Field, field } from "./field.ts";
import type { Say, TextKey } from "./texts.ts";

/** The fields of a method that needs more from its payer than a press of the button. */
export type PayerFields = {
  /** Null where nothing is asked. */
  root: HTMLElement | null;
  /** Marks all wrong fields, focuses the first, and returns the faults. */
  faults(): string[];
  /** What was given, by the names of the source's parameters. */
  values(): Record<string, string>;
};

/** What is typed, and a form for methods that name none. A pair of numbers in a form is the number of its digits. */
type Typed = {
  label: TextKey;
  wrong: TextKey;
  autocomplete: string;
  keyboard?: NonNullable<Parameters<typeof field>[0]["keyboard"]>;
  form: string;
  /** What is typed, as the gateway takes it. */
  clean: (typed: string) => string;
};

/** Wide letters and digits, which Japanese keyboards type, become ordinary ones. */
const narrow = (typed: string): string => typed.normalize("NFKC").trim();

const typed: Record<Exclude<PayerField["asked"], "bank">, Typed> = {
  name: {
    label: "payerName",
    wrong: "payerNameMissing",
    autocomplete: "name",
    form: "\\S",
    clean: (text) => text.trim(),
  },
  email: {
    label: "email",
    wrong: "emailWrong",
    autocomplete: "email",
    keyboard: "email",
    form: "^[^\\s@]+@[^\\s@]+$",
    clean: narrow,
  },
  phone: {
    label: "phone",
    wrong: "phoneWrong",
    autocomplete: "tel",
    keyboard: "tel",
    form: "^\\+?\\d{9,15}$",
    clean: (text) => narrow(text).replace(/[\s()\-‐−ー]/g, ""),
  },
};

/** Creates the fields that a method asks for. What the shop's page knows of the payer already stands in them. */
export function createPayerFields({ type, asks }: PaymentOption, say: Say, config: FormConfig): PayerFields {
  const known: Record<string, string | undefined> = { ...config.billing, name: config.billingName };
  const fields = asks.map((asked) => ({
    name: asked.name,
    ...(asked.asked === "bank"
      ? bankField(`${asked.name}-${type}`, asked, say)
      : textField(`${asked.name}-${type}`, asked, typed[asked.asked], known[asked.name] ?? "", say)),
  }));
  return {
    root: fields.length === 0 ? null : element("div", { class: "payer-fields" }, ...fields.map(({ root }) => root)),
    faults: () => {
      const wrong = fields.flatMap((each) => {
        const fault = each.mark(each.fault());
        return fault === null ? [] : [{ ...each, fault }];
      });
      wrong[0]?.input.focus();
      return wrong.map(({ fault }) => fault);
    },
    values: () => Object.fromEntries(fields.map(({ name, value }) => [name, value()])),
  };
}

type Asked = { root: HTMLElement; input: HTMLElement; mark: Field["mark"]; fault(): string | null; value(): string };

function textField(
  id: string,
  { form }: PayerField,
  { label, wrong, autocomplete, keyboard, form: usual, clean }: Typed,
  known: string,
  say: Say,
): Asked {
  const pattern = form ?? usual;
  const [, from = "", to = ""] = /\{(\d+),(\d+)\}/.exec(pattern) ?? [];
  const value = () => clean(input.value);
  const fault = () => (new RegExp(pattern).test(value()) ? null : say(wrong, { from, to }));
  const { root, input, mark } = field({
    id,
    label: say(label),
    autocomplete,
    ...(keyboard && { keyboard }),
    check: fault,
  });
  input.value = known;
  return { root, input, mark, fault, value };
}

function bankField(id: string, { banks }: PayerField, say: Say): Asked {
  const choices = banks.map(({ code, name }) => ({ value: code, shown: name }));
  const { root, input, mark } = choiceField(id, say("payerBank"), say("choose"), choices);
  return {
    root,
    input,
    mark,
    fault: () => (input.value === "" ? say("payerBankMissing") : null),
    value: () => input.value,
  };
}
