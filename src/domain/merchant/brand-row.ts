import type { AccountId } from "../base/id.ts";
import type { Time } from "../base/time.ts";
import type { LogoType } from "./logo-file.ts";

/** A merchant's logo as its account has it; the bytes are a row of their own, which only those read who send them. */
export type LogoMark = {
  /** Begins the address of the file anew with every new file, so that browsers may keep it. */
  mark: string;
  contentType: LogoType;
};

/** The bytes of an account's logo; null once it was removed. The row has the account's id, since each has one at most. */
export type Logo = {
  id: string;
  version: number;
  account: AccountId;
  mark: string;
  contents: string | null;
  createdAt: Time;
};
