import { z } from "zod";
import type { Customer } from "../../domain/customer/customer.ts";
import type { View } from "../wire/endpoint.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";
import { customerShape, presentCustomer } from "./customer.shape.ts";

export const customerSearchShape = {
  name: "customer_search",
  schema: z.object({
    object: z.literal("search"),
    data: z.array(customerShape.schema),
    next: z.string().nullable().meta({ description: "Give it back as `before` to go on; null at the end." }),
    searched_to: value.time.nullable().meta({ description: "How far back was looked so far; null once all were." }),
  }),
} satisfies Shape;

/** A page of customers found, newest first, and where to go on. */
export type Found = { customers: readonly Customer[]; next: string | null; searchedTo: number | null };

export const presentCustomerSearch = ({ customers, next, searchedTo }: Found, view: View) => ({
  object: "search" as const,
  data: customers.map((customer) => presentCustomer(customer, view)),
  next,
  searched_to: wireTime(searchedTo),
});
