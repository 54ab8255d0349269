import { z } from "zod";
import type { Client, Json } from "./client.ts";

/** A tool for a program that speaks the Model Context Protocol. */
type Tool<Input extends z.ZodObject = z.ZodObject> = {
  name: string;
  description: string;
  input: Input;
  run(client: Client, given: z.output<Input>): Promise<Json>;
};

const tool = <Input extends z.ZodObject>(made: Tool<Input>): Tool => made as unknown as Tool; // it is only run with what its input has read

const text = (description: string) => z.string().describe(description);
const charge = text("Id of the charge, `chrg_test_…`.");

/** Every tool there is. All of them are for test mode: the server starts with a test key only. */
export const mcpTools: readonly Tool[] = [
  tool({
    name: "create_test_charge",
    description:
      "Makes a test charge by a payment method, with what that method requires. Of a card it is decided at once; else it waits for its payer.",
    input: z.strictObject({
      method: text(
        "Type of the method: `card`, `mobile_banking_kbank`, `promptpay`, `installment_wlb_ktc`, …",
      ).optional(),
      amount: z.int().describe("In satang: 150000 is THB 1,500.00.").optional(),
      card: text("Number of a test card, where the method charges one; `chamra cards` lists all.").optional(),
      description: text("What the charge is for.").optional(),
      return_uri: text("Where its payer comes back.").optional(),
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
  }),
  tool({
    name: "play_payer",
    description:
      "Decides as the payer of a waiting test charge would: on the bank's page or phone, or in the challenge.",
    input: z.strictObject({
      charge,
      outcome: text("`successful`, or a failure code such as `insufficient_fund`; `successful` by default.").optional(),
    }),
    run: (client, { charge: id, outcome = "successful" }) =>
      client.call("POST", `/test/charges/${encodeURIComponent(id)}/pay`, { outcome }),
  }),
  tool({
    name: "advance_clock",
    description:
      "Moves the time of the test account and plays what falls due on the way: expiry, schedules, webhook retries. Answers what happened.",
    input: z.strictObject({ by: text("Such as `90s`, `10m`, `2h` or `31d`.") }),
    run: (client, { by }) => client.call("POST", "/test/clock", { advance: by }),
  }),
  tool({
    name: "read_timeline",
    description:
      "Everything known to have happened to a test charge: requests, the banks' answers, states, events, and every try to deliver them.",
    input: z.strictObject({ charge }),
    run: (client, { charge: id }) => client.call("GET", `/test/charges/${encodeURIComponent(id)}/timeline`),
  }),
  tool({
    name: "list_failures",
    description: "The newest test charges that failed or expired, with their failure codes and messages.",
    input: z.strictObject({}),
    run: async (client) => {
      const { data } = await client.call("GET", "/charges?limit=100&order=reverse_chronological");
      const failed = data.filter(({ status }: Json) => status === "failed" || status === "expired");
      return failed.map(({ id, status, failure_code, failure_message, amount, currency, created_at }: Json) => {
        return { id, status, failure_code, failure_message, amount, currency, created_at };
      });
    },
  }),
];

const publicKey = async (client: Client): Promise<string> => (await client.call("POST", "/test/tools")).public_key;
