/**
 * A bank whose payers a route can be for. `spellings` are parts of the names by which upstreams tell a card's bank, without capitals, spaces and marks;
 * `assumed` ones were seen in no answer.
 */
type Row = { label: { en: string; th: string }; spellings: readonly string[]; assumed: readonly string[] };

/**
 * Issuers of cards in Thailand by the codes that methods have for banks. Sources: the one recorded name, with its spelling, of cards of 2025 ("BANK OF
 * AYDHYA PUBLIC COMPANY LIMITED"); all others are assumed, from the banks' registered names. No part stands in a name of another bank.
 */
const table = {
  aeon: { label: { en: "AEON", th: "อิออน" }, spellings: [], assumed: ["aeonthana"] },
  bay: {
    label: { en: "Krungsri", th: "กรุงศรี" },
    spellings: ["bankofaydhya"],
    assumed: ["ayudhya", "krungsri"], // the companies that issue its cards, too
  },
  bbl: { label: { en: "Bangkok Bank", th: "ธนาคารกรุงเทพ" }, spellings: [], assumed: ["bangkokbank"] },
  cimb: { label: { en: "CIMB Thai", th: "ซีไอเอ็มบี ไทย" }, spellings: [], assumed: ["cimbthai"] },
  gsb: {
    label: { en: "Government Savings Bank", th: "ธนาคารออมสิน" },
    spellings: [],
    assumed: ["governmentsavingsbank", "govtsavingsbank"],
  },
  icbc: {
    label: { en: "ICBC (Thai)", th: "ไอซีบีซี (ไทย)" },
    spellings: [],
    assumed: ["icbcthai", "industrialandcommercialbankofchinathai"],
  },
  kbank: { label: { en: "Kasikornbank", th: "ธนาคารกสิกรไทย" }, spellings: [], assumed: ["kasikorn"] },
  kk: { label: { en: "Kiatnakin Phatra", th: "เกียรตินาคินภัทร" }, spellings: [], assumed: ["kiatnakin"] },
  ktb: { label: { en: "Krungthai Bank", th: "ธนาคารกรุงไทย" }, spellings: [], assumed: ["krungthaibank"] },
  ktc: { label: { en: "Krungthai Card (KTC)", th: "บัตรกรุงไทย (เคทีซี)" }, spellings: [], assumed: ["krungthaicard"] },
  lhb: { label: { en: "Land and Houses Bank", th: "แลนด์ แอนด์ เฮ้าส์" }, spellings: [], assumed: ["landandhouses"] },
  scb: {
    label: { en: "Siam Commercial Bank", th: "ธนาคารไทยพาณิชย์" },
    spellings: [],
    assumed: ["siamcommercialbank", "cardxco"], // CardX has issued its cards since 2022
  },
  tisco: { label: { en: "TISCO", th: "ทิสโก้" }, spellings: [], assumed: ["tisco"] },
  ttb: {
    label: { en: "TMBThanachart Bank", th: "ทีเอ็มบีธนชาต" },
    spellings: [],
    assumed: ["thanachart", "tmbbank", "thaimilitarybank"], // the two that it was made of, too
  },
  uob: {
    label: { en: "United Overseas Bank (Thai)", th: "ธนาคารยูโอบี" },
    spellings: [],
    assumed: ["unitedoverseasbankthai", "uobthai"],
  },
} as const satisfies Record<string, Row>;

export type PayerBankCode = keyof typeof table;

/** The banks that a merchant can choose from, by their codes. */
export const payerBanks: readonly (Row & { code: PayerBankCode })[] = Object.entries(table).map(([code, row]) => ({
  code: code as PayerBankCode, // the table has no other keys
  ...row,
}));

/** The code of a bank by its code or a name; undefined for a bank that is not in the table. */
export function payerBankCode(given: string): PayerBankCode | undefined {
  const name = plain(given);
  const known = ({ code, spellings, assumed }: (typeof payerBanks)[number]) =>
    code === name || [...spellings, ...assumed].some((part) => name.includes(part));
  return payerBanks.find(known)?.code;
}

/** Fewer letters may stand in any name. */
const lettersMin = 3;

/** Whether a text can mean a bank: one without letters and digits would stand in every name. */
export const meansBank = (wanted: string): boolean => plain(wanted) !== "";

/**
 * Whether a payer's bank is the one that a route names: both have the same code, or the bank has no code and its name contains the words of the route.
 *
 * @param bank its code, or a name as an upstream tells it
 * @param wanted a code, or words
 */
export function isOfBank(bank: string, wanted: string): boolean {
  const code = payerBankCode(wanted);
  if (code) return payerBankCode(bank) === code;
  const [name, words] = [plain(bank), plain(wanted)];
  return name === words || (words.length >= lettersMin && name.includes(words));
}

/** A name by its letters and digits, without the words that say its legal form: "public" is the code of a bank, too. */
const plain = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]/gu, "")
    .replace(/public(company|co)(limited|ltd)$/, "");
