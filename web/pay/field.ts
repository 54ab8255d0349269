import { element } from "./element.ts";

export type Field = {
  root: HTMLElement;
  input: HTMLInputElement;
  /** Shows a fault beside the field, or removes it; returns it. */
  mark(fault: string | null): string | null;
  setHint(hint: string): void;
};

type FieldOptions = {
  id: string;
  label: string;
  hint?: string;
  /** Placeholder: the hint moves into the field where room is short. */
  hintInside?: boolean;
  autocomplete: string;
  /** The keyboard of a phone, where it is not that of letters. */
  keyboard?: "numeric" | "tel" | "email";
  /** Checks the value: when the field loses the focus, then on every input until it is correct. */
  check?: () => string | null;
  /** Formats the value. */
  format?: (typed: string, deleting: boolean) => string;
};

/** A labelled text field; its fault is shown below it and read out with it. */
export function field({
  id,
  label,
  hint = "",
  hintInside = false,
  autocomplete,
  keyboard,
  check,
  format,
}: FieldOptions): Field {
  const input = element("input", {
    id,
    name: id,
    autocomplete,
    autocapitalize: keyboard ? "off" : "words",
    spellcheck: "false",
    inputmode: keyboard ?? null,
  });
  const { root, mark, hintLine } = labelled(input, label);
  const setHint = (text: string) => {
    hintLine.textContent = text;
    if (hintInside) input.placeholder = text;
  };
  setHint(hint);
  root.classList.toggle("hint-inside", hintInside);
  input.addEventListener("input", (event) => {
    if (format) reformat(input, (typed) => format(typed, /^delete/.test((event as InputEvent).inputType ?? "")));
    if (root.classList.contains("wrong")) mark(check?.() ?? null);
  });
  input.addEventListener("blur", () => {
    if (input.value !== "") mark(check?.() ?? null);
  });
  return { root, input, mark, setHint };
}

/** A labelled list to choose one of; a native one, since it is long and phones show it well. The first entry is no choice. */
export function choiceField(
  id: string,
  label: string,
  none: string,
  choices: readonly { value: string; shown: string }[],
): Omit<Field, "input" | "setHint"> & { input: HTMLSelectElement } {
  const option = ({ value, shown }: { value: string; shown: string }) => element("option", { value }, shown);
  const input = element("select", { id, name: id }, ...[{ value: "", shown: none }, ...choices].map(option));
  const { root, mark } = labelled(input, label);
  input.addEventListener("change", () => mark(null));
  return { root, input, mark };
}

/** Puts a control below its label, with its hint and its fault, which are read out with it. */
function labelled(control: HTMLInputElement | HTMLSelectElement, label: string) {
  const { id } = control;
  const hintLine = element("p", { class: "hint", id: `${id}-hint` });
  const faultLine = element("p", { class: "fault", id: `${id}-fault`, "aria-live": "polite" });
  control.setAttribute("aria-describedby", `${hintLine.id} ${faultLine.id}`);
  const root = element(
    "div",
    { class: `field field-${id}` },
    element("label", { for: id }, label),
    control,
    hintLine,
    faultLine,
  );
  const mark = (fault: string | null) => {
    faultLine.textContent = fault ?? "";
    root.classList.toggle("wrong", fault !== null);
    if (fault === null) control.removeAttribute("aria-invalid");
    else control.setAttribute("aria-invalid", "true");
    return fault;
  };
  return { root, mark, hintLine };
}

/** Formats the value and keeps the caret after the same digit. */
function reformat(input: HTMLInputElement, format: (typed: string) => string): void {
  const typed = input.value;
  const wanted = format(typed);
  if (wanted === typed) return;
  const caret = input.selectionStart ?? typed.length;
  const digitsBefore = typed.slice(0, caret).replace(/\D/g, "").length;
  input.value = wanted;
  let place = 0;
  for (let seen = 0; seen < digitsBefore && place < wanted.length; place++) if (/\d/.test(wanted.charAt(place))) seen++;
  if (caret === typed.length) place = wanted.length;
  input.setSelectionRange(place, place);
}
