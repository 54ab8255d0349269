import type { Client, Json } from "./client.ts";

/** A tool for a program that speaks the Model Context Protocol. */
type Tool = {
  name: string;
  description: string;
  /** Parameters as JSON Schema. */
  inputSchema: { required?: readonly string[] };
  run(client: Client, given: Json): Promise<Json>;
};

const text = (description: string) => ({ type: "string", description });
const schema = (properties: Record<string, object>, required: readonly string[] = []) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const charge = text("Id of the charge, `chrg_test_…`.");
const idOf = (given: Json): string => encodeURIComponent(String(given.charge));

/** Every tool there is. All of them are for test mode: the server starts with a test key only. */
export const mcpTools: readonly Tool[] = [
  {
    name: "create_test_charge",
    description:
      "Makes a test charge by a payment method, with what that method requires. Of a card it is decided at once; else it waits for its payer.",
    inputSchema: schema({
      method: text("Type of the method: `card`, `mobile_banking_kbank`, `promptpay`, `installment_wlb_ktc`, …"),
      amount: { type: "integer", description: "In satang: 150000 is THB 1,500.00." },
      card: text("Number of a test card, where the method charges one; `chamra cards` lists all."),
      description: text("What the charge is for."),
      return_uri: text("Where its payer comes back."),
    }),
    run: async (client, { method = "card", amount, card = "4242424242424242", description, return_uri }) => {
      const example = await client.call("GET", `/test/methods/${encodeURIComponent(method)}`);
      const name = "Somchai Prasert";
      const details = { name, number: card, expiration_month: 12, expiration_year: new Date().getFullYear() + 3 };
      const token = example.card
        ? await client.call("POST", "/tokens", { card: { ...details, security_code: "123" } }, await publicKey(client))
        : null;
      return client.call("POST", "/charges", {
        amount: amount ?? example.amount,
        currency: example.currency,
        return_uri: return_uri ?? "https://shop.example/orders/1/complete",
        ...(example.source && { source: example.source }),
        ...(token && { card: token.id }),
        ...(description && { description }),
      });
    },
  },
  {
    name: "play_payer",
    description:
      "Decides as the payer of a waiting test charge would: on the bank's page or phone, or in the challenge.",
    inputSchema: schema(
      {
        charge,
        outcome: text("`successful`, or a failure code such as `insufficient_fund`; `successful` by default."),
      },
      ["charge"],
    ),
    run: (client, given) =>
      client.call("POST", `/test/charges/${idOf(given)}/pay`, { outcome: given.outcome ?? "successful" }),
  },
  {
    name: "advance_clock",
    description:
      "Moves the time of the test account and plays what falls due on the way: expiry, schedules, webhook retries. Answers what happened.",
    inputSchema: schema({ by: text("Such as `90s`, `10m`, `2h` or `31d`.") }, ["by"]),
    run: (client, { by }) => client.call("POST", "/test/clock", { advance: by }),
  },
  {
    name: "read_timeline",
    description:
      "Everything known to have happened to a test charge: requests, the banks' answers, states, events, and every try to deliver them.",
    inputSchema: schema({ charge }, ["charge"]),
    run: (client, given) => client.call("GET", `/test/charges/${idOf(given)}/timeline`),
  },
  {
    name: "list_failures",
    description: "The newest test charges that failed or expired, with their failure codes and messages.",
    inputSchema: schema({}),
    run: async (client) => {
      const { data } = await client.call("GET", "/charges?limit=100&order=reverse_chronological");
      const failed = data.filter(({ status }: Json) => status === "failed" || status === "expired");
      return failed.map(({ id, status, failure_code, failure_message, amount, currency, created_at }: Json) => {
        return { id, status, failure_code, failure_message, amount, currency, created_at };
      });
    },
  },
];

const publicKey = async (client: Client): Promise<string> => (await client.call("POST", "/test/tools")).public_key;
