import { describe } from "vitest";
import { omiseUnderTest } from "../../../tests/kit/omise.ts";
import { conformsAsUpstream } from "../../../tests/kit/upstream-conformance.ts";

describe("Omise", () => conformsAsUpstream(omiseUnderTest));
