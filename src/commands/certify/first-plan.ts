/** A file to begin with, for a shop whose checkout answers in JSON. A test reads it as any other. */
export const firstPlan = `${JSON.stringify(
  {
    shop: {
      url: "http://localhost:{port}",
      start: ["npm", "start"],
      environment: { PORT: "{port}" },
    },
    webhook: "{shop}/webhooks",
    methods: ["mobile_banking_kbank", "card"],
    amount: 150_000,
    order: [{ url: "{shop}/orders", json: { items: [{ id: "bowl", quantity: 2 }] }, keep: { order: "json:/id" } }],
    pay: [{ url: "{shop}/orders/{order}/pay", json: { source: "{source}", token: "{token}" } }],
    state: {
      url: "{shop}/orders/{order}",
      at: "json:/status",
      means: { pending: ["pending"], paid: ["paid"], failed: ["failed"], refunded: ["refunded"] },
    },
    fulfilled: "json:/shipments",
    page: { paid: "Thank you", failed: "did not go through" },
  },
  null,
  2,
)}\n`;
