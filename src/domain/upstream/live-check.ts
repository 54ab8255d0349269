/** Circumstances of a server that decide whether it may take live money. */
export type Circumstances = {
  /** Base of the links that payers are given, where one is set. */
  publicUrl: string | null;
  /** Whether that leads to this machine or its network, which no payer reaches. */
  publicUrlIsLocal: boolean;
  /** Name of the operator; null where none was given. */
  operator: string | null;
  /** Whether the simulated banks of test mode are there, and whether somebody said so. */
  simulators: "on" | "off" | "unsaid";
  /** Whether a card number of tests means anything in live mode. */
  testCards: boolean;
  /** Servers of upstreams in whose place the operator has put others, by `<upstream>.<server>`. */
  replaced: readonly string[];
  /** Whether members need one-time codes for what gives power over live money. */
  codes: boolean;
  /** Where the key of the vault is: apart from the data, beside them, or set and beside them nevertheless. */
  vaultKey: "apart" | "beside" | "also beside";
};

type Rule = {
  /** What there has to be. */
  needs: string;
  /** What is missing, with its cure; undefined where nothing is. */
  missing(found: Circumstances): string | undefined;
};

/** What a server must have before it takes live money, in the order in which it is best set up. */
const liveRules = {
  https: {
    needs: "a public address with HTTPS",
    missing: ({ publicUrl, publicUrlIsLocal }) => {
      if (publicUrl === null) return "CHAMRA_PUBLIC_URL is not set, so payers would be led to this machine";
      if (publicUrlIsLocal) return "CHAMRA_PUBLIC_URL leads to this machine or its network, which no payer reaches";
      return publicUrl.startsWith("https://") ? undefined : "CHAMRA_PUBLIC_URL does not begin with https://";
    },
  },
  operator: {
    needs: "a named operator",
    missing: ({ operator }) =>
      operator === null ? "CHAMRA_SELLER_NAME is not set, so payers do not read who runs this server" : undefined,
  },
  simulators: {
    needs: "simulated banks of test mode only where they are wanted",
    missing: ({ simulators }) =>
      simulators === "unsaid" ? "CHAMRA_SIMULATORS is not set: off, or on where merchants test here" : undefined,
  },
  test_cards: {
    needs: "no card number of tests that means anything in live mode",
    missing: ({ testCards }) => (testCards ? "live mode knows card numbers of tests: that is a defect" : undefined),
  },
  upstreams: {
    needs: "upstreams at their own addresses",
    missing: ({ replaced }) =>
      replaced.length > 0 ? `CHAMRA_UPSTREAMS puts other servers in the place of ${replaced.join(", ")}` : undefined,
  },
  codes: {
    needs: "one-time codes of members who connect upstreams and set routes",
    missing: ({ codes }) =>
      codes ? undefined : "members need no one-time codes for it: CHAMRA_LIVE_CHECKS=on asks for them",
  },
  vault_key: {
    needs: "the key of the vault apart from the data",
    missing: ({ vaultKey }) =>
      ({
        apart: undefined,
        beside: "CHAMRA_VAULT_KEY is not set, so the key lies beside the data that it seals",
        "also beside":
          "CHAMRA_VAULT_KEY stands in the file vault.key beside the data, too: keep it elsewhere and delete the file",
      })[vaultKey],
  },
} as const satisfies Record<string, Rule>;

export type LiveRule = keyof typeof liveRules;

export const liveRuleNames = Object.keys(liveRules) as readonly LiveRule[] as readonly [LiveRule, ...LiveRule[]]; // the table has no other keys, and at least one

/** One line of the list: what there has to be, and what is missing of it, with its cure. */
export type LiveCheck = { name: LiveRule; needs: string; missing: string | null };

/** Whether a server may take live money. */
export type LiveReadiness = {
  /** Whether live charges are refused while something is missing. */
  enforced: boolean;
  checks: readonly LiveCheck[];
};

/** Looks through the whole list. */
export const checkLive = (found: Circumstances): LiveCheck[] =>
  liveRuleNames.map((name) => {
    const { needs, missing }: Rule = liveRules[name];
    return { name, needs, missing: missing(found) ?? null };
  });
