/**
 * Every refusal the API can give; the reference page is printed from this table.
 * Codes and statuses are the original's. `message` is the default, for rules that have no more precise one.
 */
export const errorCatalogue = {
  authentication_failure: {
    status: 401,
    message: "authentication failed",
    when: "The key is missing, unknown, revoked, rolled and over, or of the wrong kind for the endpoint; in the dashboard, nobody is signed in.",
    cure: "Send the key as the Basic user name with an empty password; public keys make tokens and sources, secret keys do the rest. In the dashboard, sign in again.",
  },
  sign_in_failed: {
    status: 401,
    message: "e-mail, password or code are not right",
    when: "Somebody signs in to the dashboard with an unknown e-mail, a wrong password or code, or a link that was used or has expired.",
    cure: "Check all of them; each failure makes the next attempt wait longer. Whoever runs the server makes a new link with `chamra dashboard link`.",
  },
  code_needed: {
    status: 401,
    message: "a one-time code is needed",
    when: "The password is right, and the member signs in with one-time codes too.",
    cure: "Send `code` from the authenticator app with the same e-mail and password.",
  },
  forbidden: {
    status: 403,
    message: "this is not allowed",
    when: "A member of the dashboard lacks the right to do this, or the request did not come from the dashboard's own pages.",
    cure: "The message says which role may; an owner or admin can change yours.",
  },
  insufficient_permissions: {
    status: 403,
    message: "this key is restricted",
    when: "A restricted secret key is used for something that it was not given when it was made.",
    cure: "The message names the permission that is missing; use another key, or make one that has it. The permissions of a key are never changed.",
  },
  bad_request: {
    status: 400,
    message: "bad request",
    when: "A parameter is missing, malformed or outside its limits.",
    cure: "The message names each parameter and what it must be.",
  },
  invalid_charge: {
    status: 400,
    message: "charge is invalid",
    when: "Amount or currency of a charge cannot be used, or amount, currency, source and card do not fit together.",
    cure: "Stay within the limits of the method, and make amount, currency and zero_interest_installments of charge and source equal.",
  },
  invalid_amount: {
    status: 400,
    message: "amount is invalid",
    when: "A charge is asked for without an amount.",
    cure: "Send `amount` in the smallest unit of the currency.",
  },
  invalid_dispute: {
    status: 400,
    message: "dispute is invalid",
    when: "A charge that is not `disputable` is disputed; a dispute that is not `open` is answered or accepted; or a dispute of live mode is opened or closed by request.",
    cure: "Look at `disputable` of the charge and `status` of the dispute.",
  },
  documents_locked: {
    status: 400,
    message: "documents list cannot be modified",
    when: "A document is added to or deleted from a dispute that is not `open`.",
    cure: "Give all documents before the message: that answers the dispute.",
  },
  missing_file: {
    status: 400,
    message: "file is missing",
    when: "A document or a logo is uploaded without a file.",
    cure: "Send `multipart/form-data` with the file in the field `file`.",
  },
  invalid_file_type: {
    status: 400,
    message: "invalid content-type",
    when: "An uploaded file is no JPEG, PNG or PDF (a logo: no JPEG, PNG or SVG), or is not what its content type says.",
    cure: "Send image/jpeg, image/png or application/pdf (a logo: image/svg+xml), and name that type with the file.",
  },
  invalid_link: {
    status: 400,
    message: "link is invalid",
    when: "A payment link is asked for without title, description or amount, or with an amount or a currency that no method takes.",
    cure: "The message names each parameter and what it must be.",
  },
  invalid_recipient: {
    status: 400,
    message: "recipient is invalid",
    when: "A recipient is asked for without name or type, is to be activated before it was verified, or is to be verified in live mode.",
    cure: "The message names each parameter and what it must be.",
  },
  invalid_bank_account: {
    status: 400,
    message: "bank account is invalid",
    when: "A recipient's bank account lacks its bank, number or name, or its bank is not known.",
    cure: "Send `bank_account[brand]` with a code of `banks` in `GET /capability`, `bank_account[number]` and `bank_account[name]`.",
  },
  invalid_transfer: {
    status: 400,
    message: "transfer is invalid",
    when: "A transfer asks for more than the balance has or for less than 30 baht, has come too far for the request, or is of live mode.",
    cure: "Stay within `transferable` of `GET /balance`. In live mode no bank is connected yet that pays out.",
  },
  missing_card: {
    status: 400,
    message: "request contains no card parameters",
    when: "A token is asked for without a card, or a customer without one is charged.",
    cure: "Send the card's details as `card[name]`, `card[number]` and so on; give a customer a card with `card` and the id of a token.",
  },
  invalid_card: {
    status: 400,
    message: "card is invalid",
    when: "Card details cannot be turned into a token or into those of a saved card, or a card cannot be saved.",
    cure: "The message lists what is wrong with number, name and expiry; a token's card can be saved for eight days.",
  },
  used_token: {
    status: 400,
    message: "token was already used",
    when: "A token is used a second time, for a charge or for a customer.",
    cure: "Create a new token for every charge and for every card of a customer.",
  },
  expired_charge: {
    status: 400,
    message: "charge expired",
    when: "A capture comes after the authorization has lapsed.",
    cure: "Capture within seven days of the authorization.",
  },
  failed_capture: {
    status: 400,
    message: "capture failed",
    when: "The charge is not authorized, or was captured before.",
    cure: "Capture only charges whose `capturable` is true.",
  },
  failed_reverse: {
    status: 400,
    message: "only uncaptured authorized charges can be reversed",
    when: "The charge is not authorized, or was captured before.",
    cure: "Reverse only charges whose `reversible` is true; refund captured ones.",
  },
  failed_expire: {
    status: 400,
    message: "expire failed",
    when: "The charge is no longer waiting for its payer.",
    cure: "Expire only pending charges that are not authorized.",
  },
  failed_refund: {
    status: 400,
    message: "refund failed",
    when: "The method allows no refund, not a partial one, not that much, or not any more; or the amount cannot be read.",
    cure: "The message says which of these holds; see `refundable` and `partially_refundable`.",
  },
  failed_void: {
    status: 400,
    message: "void failed",
    when: "`void=true` was asked for a charge that can only be refunded.",
    cure: "Void only charges whose `can_perform_void` is true, with their full amount; until midnight in Bangkok on the day of their payment.",
  },
  failed_deletion: {
    status: 422,
    message: "deletion failed",
    when: "The object was deleted before, is the default recipient, or is a transfer that was sent.",
    cure: "Nothing is to be done; a transfer that was sent cannot be taken back.",
  },
  invalid_scope: {
    status: 422,
    message: "scope is invalid",
    when: "A search names no scope, or one that cannot be searched.",
    cure: "The message lists the scopes.",
  },
  invalid_filter: {
    status: 422,
    message: "filter is invalid",
    when: "A search has a filter that its scope does not know, or a value that the filter cannot read.",
    cure: "The message lists the scope's filters, or says what the filter takes.",
  },
  invalid_page: {
    status: 422,
    message: "page is invalid",
    when: "The page of a search is no whole number from 1 on.",
    cure: "Pages begin with 1; one after the last is empty.",
  },
  invalid_per_page: {
    status: 422,
    message: "per_page is invalid",
    when: "The size of a page of a search is no whole number from 1 to 100.",
    cure: "Ask for 1 to 100 objects a page; 30 is the default.",
  },
  not_found: {
    status: 404,
    message: "the requested object was not found",
    when: "The object does not exist, belongs to another account, or to the other mode; or a charge names nothing to charge.",
    cure: "Check the id and whether the key is of the same account and mode; give a charge a `source`, a `card` or a `customer`.",
  },
  service_not_found: {
    status: 404,
    message: "the requested service was not found",
    when: "No endpoint has this method and path.",
    cure: "See /docs for all endpoints.",
  },
  clock_moving: {
    status: 409,
    message: "the clock is on its way",
    when: "The clock of a test account is moved while another move is under way.",
    cure: "Wait until the first move has its answer; `GET /test/clock` shows where the clock is.",
  },
  too_many_requests: {
    status: 429,
    message: "too many requests",
    when: "More requests than allowed came from one key or address.",
    cure: "Wait and retry with growing pauses.",
  },
  internal_error: {
    status: 500,
    message: "internal error",
    when: "A defect of the gateway.",
    cure: "Retry with the same Idempotency-Key; give the operator the X-Request-Id.",
  },
  search_unavailable: {
    status: 503,
    message: "the search is not available at the moment",
    when: "A search would have to look at more objects than one answer may take.",
    cure: "Name a period with `filters[created]`, such as `2026-01-01..2026-01-31`.",
  },
  not_ready_for_live: {
    status: 403,
    message: "this server may not take live money yet",
    when: "A live charge is to go through an upstream, and the server lacks something that live money needs. Nothing was charged.",
    cure: "The message names all that is missing; whoever runs the server sees the list with `chamra doctor live`.",
  },
  no_card_vault: {
    status: 400,
    message: "nobody takes card data of this account",
    when: "A live card is to be typed in, and no route of the account leads to an upstream that takes cards from a form, or the upstream's public key was not entered.",
    cure: "Connect the upstream anew with its public key, on the dashboard's page of upstreams or by `chamra upstream connect`.",
  },
  card_goes_elsewhere: {
    status: 403,
    message: "card data of live mode do not come to this gateway",
    when: "A card number of live mode is sent to a server whose operator has not taken it into the scope of PCI DSS (`CHAMRA_LIVE_CARDS`). It is neither kept nor passed on.",
    cure: "Use omise.js of this gateway in the shop's page, or make the token at the address that the message names.",
  },
  upstream_unavailable: {
    status: 503,
    message: "the upstream does not answer at the moment, please retry",
    when: "A card is to be passed on to an upstream, or kept there for a customer, and the upstream gave no answer that can be read.",
    cure: "Retry. The token may be spent although nobody said so: then the card has to be typed in again.",
  },
  service_unavailable: {
    status: 503,
    message: "the service is unavailable at the moment, please retry",
    when: "The database cannot be reached or cannot write.",
    cure: "Retry with the same Idempotency-Key.",
  },
} as const satisfies Record<string, { status: number; message: string; when: string; cure: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** Extra facts of a refusal, beside the original's code and message. */
type More = {
  /** Seconds after which the same request may succeed, where known. */
  retryAfter?: number;
  /** Advice for the engineer: sent in a header, printed in the gateway's terminal. */
  hint?: string;
};

/** A refused request: the caller gets code and message, and nothing has changed. */
export class Refusal extends Error {
  readonly code: ErrorCode;

  readonly more: More;

  constructor(code: ErrorCode, message: string = errorCatalogue[code].message, more: More = {}) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.more = more;
  }

  get status(): number {
    return errorCatalogue[this.code].status;
  }
}

/** The hint for a feature that the original has and this gateway does not. @param what a plural such as "customers", or a singular */
export const notYet = (what: string): { hint: string } => ({
  hint: `${what} ${/s$/.test(what) ? "are" : "is"} not supported by Chamra yet`,
});

/** Joins faults as the original does: `a and b`; `a, b, and c`. Mobile libraries parse these sentences. */
export function sentence(faults: readonly string[]): string {
  if (faults.length <= 2) return faults.join(" and ");
  return `${faults.slice(0, -1).join(", ")}, and ${faults.at(-1)}`;
}

/** Refuses with all faults at once, or does nothing when there are none. */
export function refuseIfAny(code: ErrorCode, faults: readonly string[]): void {
  if (faults.length > 0) throw new Refusal(code, sentence(faults));
}
