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
  numeric?: boolean;
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
  numeric,
  check,
  format,
}: FieldOptions): Field {
  const hintLine = element("p", { class: "hint", id: `${id}-hint` });
  const faultLine = element("p", { class: "fault", id: `${id}-fault`, "aria-live": "polite" });
  const input = element("input", {
    id,
    name: id,
    autocomplete,
    autocapitalize: numeric ? "off" : "words",
    spellcheck: "false",
    inputmode: numeric ? "numeric" : null,
    "aria-describedby": `${id}-hint ${id}-fault`,
  });
  const root = element(
    "div",
    { class: `field field-${id}` },
    element("label", { for: id }, label),
    input,
    hintLine,
    faultLine,
  );
  const setHint = (text: string) => {
    hintLine.textContent = text;
    if (hintInside) input.placeholder = text;
  };
  setHint(hint);
  root.classList.toggle("hint-inside", hintInside);
  const mark = (fault: string | null) => {
    faultLine.textContent = fault ?? "";
    root.classList.toggle("wrong", fault !== null);
    if (fault === null) input.removeAttribute("aria-invalid");
    else input.setAttribute("aria-invalid", "true");
    return fault;
  };
  input.addEventListener("input", (event) => {
    if (format) reformat(input, (typed) => format(typed, /^delete/.test((event as InputEvent).inputType ?? "")));
    if (root.classList.contains("wrong")) mark(check?.() ?? null);
  });
  input.addEventListener("blur", () => {
    if (input.value !== "") mark(check?.() ?? null);
  });
  return {
    root,
    input,
    mark,
    setHint,
  };
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
