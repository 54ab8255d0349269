const missing = (buttonSelector: string) =>
  `Missing form element: put ${buttonSelector} into the <form> that is to be submitted, or name that form in submitFormTarget. ` +
  'Like this: <form action="/pay" method="post"><button class="checkout">Pay</button></form>';

/** The form that receives the result: the configured one, else the one around the button. */
export function formFor(button: Element, target: string | undefined, selector: string): HTMLFormElement {
  const form = target ? findForm(target) : button.closest("form");
  if (!form) throw new Error(missing(selector));
  hiddenField(form, "omiseToken");
  hiddenField(form, "omiseSource");
  return form;
}

function findForm(target: string): HTMLFormElement | null {
  return document.querySelector<HTMLFormElement>(target);
}

export function fill(form: HTMLFormElement, { token, source }: OmiseJs.Result): void {
  hiddenField(form, "omiseToken").value = token ?? "";
  hiddenField(form, "omiseSource").value = source ?? "";
}

/** Submits without a submit event, as the original does: the pop-up is often opened by a handler of that event. */
export function submit(form: HTMLFormElement): void {
  HTMLFormElement.prototype.submit.call(form); // a field called "submit" would hide the form's own method
}

function hiddenField(form: HTMLFormElement, name: string): HTMLInputElement {
  const found = form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  if (found) return found;
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  form.append(input);
  return input;
}
