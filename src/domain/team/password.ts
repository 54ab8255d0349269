import { isCommonPassword } from "./common-password.ts";

/** Minimum length of a new password, in characters. Source: PCI DSS 8.3.6. */
const shortest = 12;
const longest = 200;

/**
 * The faults of a new password. Length is what counts; rules about kinds of characters only make people write it down.
 * @param names the names of the member and their merchant
 */
export function faultsOfPassword(password: string, email: string, names: readonly string[] = []): string[] {
  if (password.length < shortest) return [`password is too short (minimum is ${shortest} characters)`];
  if (password.length > longest) return [`password is too long (maximum is ${longest} characters)`];
  if (new Set(password.toLowerCase()).size < 5) return ["password has too few different characters"];
  if (isCommonPassword(password)) return ["password is one that others try first"];
  const own = [email, ...names].flatMap((name) => name.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  if (isCommonPassword(password, own)) return ["password is too much like the e-mail or a name"];
  return [];
}
