import type { ChargeOverviewAnswer } from "../../../src/api/insight/charge-overview.shape.ts";
import type { ChargeAnswer, RefundAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { homeCurrency } from "../money/amount.ts";
import { Money } from "../money/shown.tsx";
import { chargeTexts } from "../texts/charge.ts";
import { Section } from "../ui/layout.tsx";
import classes from "./amounts.module.css";

type AmountsProps = Pick<ChargeOverviewAnswer, "charge" | "plan"> & { left: ChargeOverviewAnswer["net_left"] };

/** The calculation from the charged amount to the merchant's net amount, line by line, in minor units. */
export function Amounts({ charge, plan, left }: AmountsProps) {
  const t = useTexts(chargeTexts);
  const { amount, currency, funding_amount, funding_currency, fee, fee_vat, interest, interest_vat, net } = charge;
  const { refunded_amount, captured_amount: captured = amount } = charge;
  const foreign = currency !== funding_currency;
  const refunded = foreign ? refundedFunding(charge) : refunded_amount;
  const disputed = heldBy(charge.dispute);
  const lines: [name: string, minor: number][] = [
    ...(foreign ? [[t.funding(funding_currency), funding_amount] as [string, number]] : []),
    [t.fee, -fee],
    [t.feeVat, -fee_vat],
    ...(plan ? [[t.interest, -interest] as [string, number], [t.interestVat, -interest_vat] as [string, number]] : []),
  ];
  return (
    <Section title={t.money}>
      <dl className={classes.sum}>
        <Row name={t.amount} amount={amount} currency={currency} />
        {captured !== amount && <Row name={t.captured} amount={captured} currency={currency} />}
        {mayBeMoney(charge) && (
          <>
            {lines.map(([name, minor]) => (
              <Row key={name} name={name} amount={minor} />
            ))}
            <Row name={isMoney(charge) ? t.net : t.netExpected} amount={net} strong />
          </>
        )}
        {foreign && refunded_amount > 0 && (
          <Row name={t.refundedIn(currency)} amount={-refunded_amount} currency={currency} />
        )}
        {refunded_amount > 0 && <Row name={t.refundedAmount} amount={-refunded} />}
        {disputed > 0 && <Row name={t.disputed} amount={-disputed} />}
        {(refunded_amount > 0 || disputed > 0) && left !== null && (
          <Left
            name={disputed > 0 ? t.leftOver : t.left}
            left={left}
            withoutFees={net - (refunded_amount > 0 ? refunded : 0) - disputed}
          />
        )}
      </dl>
      {plan && <Plan plan={plan} />}
    </Section>
  );
}

/** What the refunds of a charge take from the balance. */
const refundedFunding = ({ refunds }: ChargeAnswer): number =>
  (refunds.data as RefundAnswer[]).reduce((sum, { funding_amount }) => sum + funding_amount, 0); // the shape of a list does not type its items

/** What a charge's dispute holds of the balance; one that was won gave it back. */
const heldBy = (dispute: ChargeAnswer["dispute"]): number =>
  dispute === null || dispute.status === "won" ? 0 : dispute.funding_amount;

/** The net amount after refunds and a dispute; a void returns the fees too. */
function Left({ name, left, withoutFees }: { name: string; left: number; withoutFees: number }) {
  const t = useTexts(chargeTexts);
  return (
    <>
      {left !== withoutFees && <Row name={t.feesGivenBack} amount={left - withoutFees} />}
      <Row name={name} amount={left} strong />
    </>
  );
}

/** Failed, expired and reversed charges bring no money, so they have no fee. */
const mayBeMoney = ({ paid, status }: ChargeAnswer): boolean => paid || status === "pending";

/** Whether the amounts are booked or a forecast. */
const isMoney = ({ paid }: ChargeAnswer): boolean => paid;

type RowProps = { name: string; amount: number; currency?: string; strong?: boolean };

function Row({ name, amount, currency = homeCurrency(), strong = false }: RowProps) {
  return (
    <div data-strong={strong}>
      <dt>{name}</dt>
      <dd>
        <Money amount={amount} currency={currency} />
      </dd>
    </div>
  );
}

function Plan({ plan }: { plan: NonNullable<ChargeOverviewAnswer["plan"]> }) {
  const t = useTexts(chargeTexts);
  const { term, monthly_amount, monthly_rate, interest_paid_by, payer_interest, total } = plan;
  return (
    <div className={classes.plan}>
      <h3>{t.plan}</h3>
      <p className={classes.monthly}>
        <strong className="number">
          <Money amount={monthly_amount} />
        </strong>{" "}
        <span className="quiet">{t.planMonthly(term)}</span>
      </p>
      <dl className={classes.sum}>
        <Row name={t.planTotal} amount={total} />
        {payer_interest > 0 && <Row name={t.planPayersInterest} amount={payer_interest} />}
        <div>
          <dt>{t.planInterestBy}</dt>
          <dd>{t.planPayers[interest_paid_by]}</dd>
        </div>
        <div>
          <dt>{t.planRate}</dt>
          <dd className="number">{monthly_rate} %</dd>
        </div>
      </dl>
    </div>
  );
}
