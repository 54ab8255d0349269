import { describe } from "vitest";
import { conforms } from "../../../tests/kit/bank-conformance.ts";
import { phone } from "./sandbox.ts";

describe("the test phone", () => conforms(phone));
