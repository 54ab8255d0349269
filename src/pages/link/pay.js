// Shows the payment form in a page where payers pay, and sends what it made. The form stands in a frame, so no card detail comes here.
const form = document.querySelector("form[data-key]");
const place = form.querySelector("[data-place]");
const { key, amount, currency, methods, language } = form.dataset;

function show() {
  const [defaultPaymentMethod, ...otherPaymentMethods] = methods.split(" ");
  OmiseCard.open({
    amount: Number(amount),
    currency,
    locale: language,
    defaultPaymentMethod,
    otherPaymentMethods,
    customCardFormTheme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
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
