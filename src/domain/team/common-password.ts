/**
 * Whether a guesser would try this password early. Common passwords of twelve characters and more are made of few known parts, so there is no list of
 * millions here: the known parts are removed, and the rest is what a guesser has to find.
 *
 * @param own words that others know of this member: from their e-mail, their name, their merchant
 */
export function isCommonPassword(password: string, own: readonly string[] = []): boolean {
  const plain = password.normalize("NFKC").toLowerCase();
  return [plain, unleeted(plain)].some((text) => remainder(text, own) < leastUnknown);
}

/** Minimum of different characters that belong to no known word, keyboard row, number or repetition. */
const leastUnknown = 6;

/** Characters that people put in place of letters. */
const leet: Record<string, string> = {
  "@": "a",
  "4": "a",
  "3": "e",
  "1": "i",
  "!": "i",
  "0": "o",
  "5": "s",
  $: "s",
  "7": "t",
};

const unleeted = (text: string): string => text.replace(/[@4310!5$7]/g, (sign) => leet[sign] ?? sign);

/** The base words of common passwords, in English and Thai Latin; sports, names, places, the product. */
const words =
  `password passwort passwrd pass admin administrator root user guest login welcome letmein changeme default secret master owner manager
  iloveyou love baby angel princess sunshine flower lovely dragon monkey tiger panda shadow superman batman spiderman pokemon naruto hello freedom
  whatever trustno football baseball basketball soccer hockey liverpool chelsea arsenal manchester united barcelona madrid juventus michael jordan
  michelle jessica jennifer ashley daniel charlie thomas robert william anthony joshua matthew andrew nicole hannah computer internet samsung google
  facebook apple iphone windows microsoft linux server test testing demo temp temporary sample example company business office shop store market
  payment gateway money bank visa mastercard kbank omise chamra opn promptpay thailand bangkok phuket chiangmai pattaya siam sawasdee sawatdee thai
  spring summer autumn winter january february march april june july august september october november december monday tuesday wednesday thursday
  friday saturday sunday new year happy best good the my your qwerty azerty abc xyz one two three number cookie chocolate pepper ginger summer killer
  hunter ranger mustang ferrari mercedes porsche harley yamaha honda toyota starwars matrix`
    .split(/\s+/)
    .sort((one, other) => other.length - one.length);

/** Keys in the order in which fingers find them: rows, columns downwards, and columns down and up in turns. */
const rows = [
  ..."1234567890 qwertyuiop asdfghjkl zxcvbnm abcdefghijklmnopqrstuvwxyz azertyuiop qsdfghjklm wxcvbn qwertzuiop !@#$%^&*()".split(
    " ",
  ),
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "1qazxsw23edcvfr45tgbnhy67ujm",
  "zaq12wsxcde34rfvbgt56yhnmju7",
  "zaq1xsw2cde3vfr4bgt5nhy6mju7",
  "qazwsxedcrfvtgbyhnujmikolp",
  "qawsedrftgyhujikolp",
  "q1w2e3r4t5y6u7i8o9p0",
  "1q2w3e4r5t6y7u8i9o0p",
  "a1b2c3d4e5f6g7h8i9",
];
const walks = [...rows, ...rows.map((row) => [...row].reverse().join(""))];
const walkMin = 3;

/** The number of different characters left when all known parts are removed. */
function remainder(text: string, own: readonly string[]): number {
  let left = text;
  for (const word of [...own.filter((each) => each.length > 2), ...words]) left = left.replaceAll(word, " ");
  left = withoutWalks(left)
    .replace(/(.{1,4}?)\1+/g, "$1") // a repetition adds nothing
    .replace(/(19|20)\d\d/g, " ")
    .replace(/\d+/g, (digits) => digits.slice(0, Math.floor(digits.length / 2))); // dates and counts are half known
  return new Set(left.replace(/[\s!?.,_-]/g, "")).size;
}

function withoutWalks(text: string): string {
  let left = "";
  for (let at = 0; at < text.length; ) {
    const length = walkAt(text, at);
    left += length === 0 ? text[at] : " ";
    at += Math.max(1, length);
  }
  return left;
}

/** The length of the longest run of neighbouring keys that begins at `at`, 0 for none. */
function walkAt(text: string, at: number): number {
  let length = 0;
  while (at + length < text.length && walks.some((walk) => walk.includes(text.slice(at, at + length + 1)))) length += 1;
  return length >= walkMin ? length : 0;
}
