/** Satang, yen, cents: the smallest unit of a currency, a safe integer. */
export type Minor = number;

/** An exact decimal as on the wire, for instance `"3.65"`. */
export type Decimal = string;

/**
 * `percent` of `amount`, rounded half-up to a whole minor unit.
 * Source: recordings; 7 % of 10950 is 766.5 and was charged as 767.
 */
export function percentOf(amount: Minor, percent: Decimal): Minor {
  const { digits, denominator } = parseDecimal(percent);
  return divideHalfUp(BigInt(amount) * digits, denominator * 100n);
}

/** Price of a currency in another: main units of `quote` for one main unit of `base`. */
export type ExchangeRate = { base: string; quote: string; rate: Decimal };

/** `amount` of the rate's base in its quote, rounded half-up to a whole minor unit: 1000 cents at 32.5438 are 32544 satang. */
export function convertHalfUp(amount: Minor, exchange: ExchangeRate): Minor {
  const { numerator, denominator } = perMinorUnit(exchange);
  return divideHalfUp(BigInt(amount) * numerator, denominator);
}

/** The smallest amount of the rate's base that `convertHalfUp` makes at least `least` of. */
export function leastConverting(least: Minor, exchange: ExchangeRate): Minor {
  // half-up: amount × rate + ½ must reach `least`, so amount ≥ (2 × least − 1) ÷ (2 × rate), rounded up
  const { numerator, denominator } = perMinorUnit(exchange);
  const divisor = numerator * 2n;
  return Number(((BigInt(least) * 2n - 1n) * denominator + divisor - 1n) / divisor);
}

/** Minor units of the quote for one minor unit of the base, as a fraction. */
function perMinorUnit({ base, quote, rate }: ExchangeRate): { numerator: bigint; denominator: bigint } {
  const { digits, denominator } = parseDecimal(rate);
  return {
    numerator: digits * 10n ** BigInt(exponentOf(quote)),
    denominator: denominator * 10n ** BigInt(exponentOf(base)),
  };
}

/** One of `parts` equal parts, rounded half-up. For display only, never for booking: the parts need not add up. */
export function partOf(amount: Minor, parts: number): Minor {
  return divideHalfUp(BigInt(amount), BigInt(parts));
}

/** Converts main units to minor units: `"10.0"` is 1000. A fraction of a minor unit is a defect and throws. */
export function minorOf(mainUnits: Decimal, exponent = 2): Minor {
  const { digits, denominator } = parseDecimal(mainUnits);
  const scaled = digits * 10n ** BigInt(exponent);
  if (scaled % denominator !== 0n) throw new RangeError(`${mainUnits} is finer than the currency`);
  return Number(scaled / denominator);
}

/** Multiplies a decimal by a whole number, exactly: `times("0.74", 4)` is `"2.96"`. */
export function times(decimal: Decimal, factor: number): Decimal {
  const { digits, denominator } = parseDecimal(decimal);
  const scale = String(denominator).length - 1;
  const text = String(digits * BigInt(factor)).padStart(scale + 1, "0");
  return scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

/** One decimal for another, rounded half-up to ten places, without those that say nothing: `ratio("1", "8")` is `"0.125"`. */
export function ratio(of: Decimal, to: Decimal): Decimal {
  const [upper, lower] = [parseDecimal(of), parseDecimal(to)];
  const [numerator, divisor] = [upper.digits * lower.denominator * 10n ** 10n, lower.digits * upper.denominator];
  const text = String((numerator * 2n + divisor) / (divisor * 2n)).padStart(11, "0");
  return `${text.slice(0, -10)}.${text.slice(-10).replace(/0+$/, "")}`.replace(/\.$/, "");
}

/** `amount` in main units for people: 150000 satang is `1,500.00`. */
export function inMainUnits(amount: Minor, currency: string): string {
  const exponent = exponentOf(currency);
  const text = String(Math.abs(amount)).padStart(exponent + 1, "0");
  const whole = exponent === 0 ? text : text.slice(0, -exponent);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${amount < 0 ? "-" : ""}${grouped}${exponent === 0 ? "" : `.${text.slice(-exponent)}`}`;
}

/** Decimal places of a currency. */
export function exponentOf(currency: string): number {
  return currency === withoutMinorUnits ? 0 : 2;
}

/** The only currency of the API without minor units. */
export const withoutMinorUnits = "JPY";

function parseDecimal(decimal: Decimal): { digits: bigint; denominator: bigint } {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (!match) throw new RangeError(`not a decimal: ${decimal}`);
  const fraction = match[2] ?? "";
  return { digits: BigInt(`${match[1]}${fraction}`), denominator: 10n ** BigInt(fraction.length) };
}

/** Divides and rounds half-up. Numerators are never negative: fees, VAT and interest need no more. */
function divideHalfUp(numerator: bigint, denominator: bigint): Minor {
  if (numerator < 0n) throw new RangeError("rounding is defined for amounts of zero and above");
  return Number((numerator * 2n + denominator) / (denominator * 2n));
}
