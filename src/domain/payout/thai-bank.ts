import type { Country } from "../base/country.ts";

/**
 * Banks in Thailand to which money can be paid out, by the code that merchants send, with the name that the API shows and the national code.
 * Source of codes and names: the capability of 2025 and the bank table of the official libraries.
 */
const banks = {
  test: ["Test Bank", "000"],
  bbl: ["Bangkok Bank", "002"],
  kbank: ["Kasikornbank", "004"],
  rbs: ["Royal Bank of Scotland", "005"],
  ktb: ["Krungthai Bank", "006"],
  jpm: ["J.P. Morgan", "008"],
  mufg: ["Bank of Tokyo-Mitsubishi UFJ", "010"],
  ttb: ["TMBThanachart Bank", "011"],
  scb: ["Siam Commercial Bank", "014"],
  citi: ["Citibank", "017"],
  smbc: ["Sumitomo Mitsui Banking Corporation", "018"],
  sc: ["Standard Chartered (Thai)", "020"],
  cimb: ["CIMB Thai Bank", "022"],
  uob: ["United Overseas Bank (Thai)", "024"],
  bay: ["Bank of Ayudhya (Krungsri)", "025"],
  mega: ["Mega International Commercial Bank", "026"],
  boa: ["Bank of America", "027"],
  cacib: ["Credit Agricole Corporate and Investment Bank", "028"],
  gsb: ["Government Savings Bank", "030"],
  hsbc: ["Hongkong and Shanghai Banking Corporation", "031"],
  db: ["Deutsche Bank", "032"],
  ghb: ["Government Housing Bank", "033"],
  baac: ["Bank for Agriculture and Agricultural Cooperatives", "034"],
  mb: ["Mizuho Bank", "039"],
  bnp: ["BNP Paribas", "045"],
  ibank: ["Islamic Bank of Thailand", "066"],
  tisco: ["Tisco Bank", "067"],
  kk: ["Kiatnakin Bank", "069"],
  icbc: ["Industrial and Commercial Bank of China (Thai)", "070"],
  tcrb: ["Thai Credit Retail Bank", "071"],
  lhb: ["Land and Houses Bank", "073"],
} as const satisfies Record<string, readonly [name: string, national: string]>;

export type BankCode = keyof typeof banks;

export const bankCodes = Object.keys(banks) as BankCode[]; // the table has no other keys

/** The name of a bank, as the API shows it. */
export const bankName = (code: BankCode): string => banks[code][0];

/** Former codes of banks that merchants still send: TMB became ttb. */
const former: Readonly<Record<string, BankCode>> = { tmb: "ttb" };

/**
 * The bank that a merchant means: by its code or its national code, in any case. The bank of test mode has no money, so live mode does not know it.
 */
export function bankOf(given: string, livemode: boolean): BankCode | undefined {
  const asked = given.trim().toLowerCase();
  const code = former[asked] ?? bankCodes.find((each) => each === asked || banks[each][1] === asked);
  return livemode && code === "test" ? undefined : code;
}

/** Whether money of accounts in a country can be paid out. Of Japan, Malaysia and Singapore no source has the banks, limits and fees. */
export const paysOut = ({ country }: { country: Country }): boolean => country === "TH";
