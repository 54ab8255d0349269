import { expect, test } from "vitest";
import {
  type Read,
  readAmount,
  readCode,
  readDigits,
  readFlag,
  readNumber,
  readText,
  readTime,
  readWord,
} from "./filter-value.ts";

const at = (text: string) => Date.parse(text);
const day = 86_400_000;

const rows: [name: string, read: Read<unknown>, text: string, value: unknown][] = [
  ["an amount", readAmount, "1000", { from: 100_000, to: 100_000 }],
  ["an amount", readAmount, "1000.5", { from: 100_050, to: 100_050 }],
  ["an amount", readAmount, "1,000.25", { from: 100_025, to: 100_025 }],
  ["an amount", readAmount, "0", { from: 0, to: 0 }],
  ["an amount", readAmount, "100..200.50", { from: 10_000, to: 20_050 }],
  ["an amount", readAmount, "100..", { from: 10_000, to: null }],
  ["an amount", readAmount, "..200", { from: null, to: 20_000 }],
  ["an amount", readAmount, " 1 .. 2 ", { from: 100, to: 200 }],
  ["no amount", readAmount, "1000.505", undefined],
  ["no amount", readAmount, "-1", undefined],
  ["no amount", readAmount, "1,00", undefined],
  ["no amount", readAmount, "1e3", undefined],
  ["no amount", readAmount, "..", undefined],
  ["no amount", readAmount, "1..2..3", undefined],
  ["no amount", readAmount, "1..b", undefined],
  ["a number", readNumber, "4", { from: 4, to: 4 }],
  ["a number", readNumber, "3..10", { from: 3, to: 10 }],
  ["no number", readNumber, "4.5", undefined],
  ["a day", readTime, "2026-02-28", { from: at("2026-02-28T00:00:00Z"), to: at("2026-03-01T00:00:00Z") - 1 }],
  ["a month", readTime, "2026-02", { from: at("2026-02-01T00:00:00Z"), to: at("2026-03-01T00:00:00Z") - 1 }],
  ["December", readTime, "2026-12", { from: at("2026-12-01T00:00:00Z"), to: at("2027-01-01T00:00:00Z") - 1 }],
  ["a year", readTime, "2026", { from: at("2026-01-01T00:00:00Z"), to: at("2027-01-01T00:00:00Z") - 1 }],
  [
    "a second",
    readTime,
    "2026-01-15T03:00:00Z",
    { from: at("2026-01-15T03:00:00Z"), to: at("2026-01-15T03:00:00Z") + 999 },
  ],
  [
    "a second",
    readTime,
    "2026-01-15T10:00:00+07:00",
    { from: at("2026-01-15T03:00:00Z"), to: at("2026-01-15T03:00:00Z") + 999 },
  ],
  [
    "days",
    readTime,
    "2026-01-01..2026-01-02",
    { from: at("2026-01-01T00:00:00Z"), to: at("2026-01-01T00:00:00Z") + 2 * day - 1 },
  ],
  ["since", readTime, "2026-01..", { from: at("2026-01-01T00:00:00Z"), to: null }],
  ["until", readTime, "..2025", { from: null, to: at("2026-01-01T00:00:00Z") - 1 }],
  ["no day", readTime, "2026-02-30", undefined],
  ["no month", readTime, "2026-13", undefined],
  ["no time", readTime, "2026-01-15T25:00:00Z", undefined],
  ["no time", readTime, "2026-01-15T03:00:00", undefined],
  ["no time", readTime, "yesterday", undefined],
  ...["true", "Yes", "ON", "1"].map((text): (typeof rows)[number] => ["yes", readFlag, text, true]),
  ...["false", "No", "OFF", "0"].map((text): (typeof rows)[number] => ["no", readFlag, text, false]),
  ["neither", readFlag, "maybe", undefined],
  ["a word", readWord(["card", "offsite"]), "Card", "card"],
  ["no word", readWord(["card", "offsite"]), "cards", undefined],
  ["a code", readCode, "Insufficient_Fund", "insufficient_fund"],
  ["no code", readCode, "a b", undefined],
  ["digits", readDigits, "4242", "4242"],
  ["no digits", readDigits, "424", undefined],
  ["a text", readText, "Blue shirt", "Blue shirt"],
  ["no text", readText, "a\0b", undefined],
];

test.each(rows)("$0: $2", (_, read, text, value) => {
  expect(read(text)).toEqual(value);
});
