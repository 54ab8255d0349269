// Shows the payment form in a page where payers pay, and sends what it made. The form stands in a frame, so no card detail comes here.
const form = document.querySelector("form[data-key]");
const place = form.querySelector("[data-place]");
const { key, amount, currency, methods, language } = form.dataset;
const shades = JSON.parse(form.dataset.shades);

function show() {
  const customCardFormTheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const { main, onMain } = shades[customCardFormTheme] ?? {};
  OmiseCard.open({
    amount: Number(amount),
    currency,
    locale: language,
    defaultPaymentMethod: "", // the one that the payer used last, else the first
    otherPaymentMethods: methods.split(" "),
    customCardFormTheme,
    style: main ? { submitButton: { backgroundColor: main, textColor: onMain } } : {},
    onCreateTokenSuccess: (_, { token, source }) => send(token, source),
  });
}

function send(token, source) {
  form.elements.token.value = token ?? "";
  form.elements.source.value = source ?? "";
  place.hidden = true;
  form.querySelector("[data-sending]").hidden = false;
  form.submit();
}

// A browser that goes back may show the page as it was left: the form's token is spent by then.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});

OmiseCard.configure({ publicKey: key, element: place });
show();
