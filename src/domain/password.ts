const shortest = 10;
const longest = 200;

/** What everybody tries first, of those that are long enough. */
const common = ["1234567890", "qwertyuiop", "password", "passw0rd", "iloveyou", "letmein", "chamra"];

/** What is wrong with a new password. Length is what counts; no rules about kinds of characters, which only make people write it down. */
export function faultsOfPassword(password: string, email: string): string[] {
  const plain = password.toLowerCase();
  const name = email.split("@")[0] ?? "";
  if (password.length < shortest) return [`password is too short (minimum is ${shortest} characters)`];
  if (password.length > longest) return [`password is too long (maximum is ${longest} characters)`];
  if (new Set(plain).size < 5) return ["password has too few different characters"];
  if (common.some((word) => plain.includes(word) && plain.length < word.length + 6))
    return ["password is one that others try first"];
  if (name.length > 2 && plain.includes(name) && plain.length < name.length + 8)
    return ["password is too much like the e-mail"];
  return [];
}
