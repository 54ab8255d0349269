import { Button } from "@mantine/core";
import type { ReceiptAnswer, ReceiptMonthAnswer } from "../answers.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useMode } from "../mode.ts";
import { Money } from "../money/shown.tsx";
import { Go, useParameter } from "../navigation.tsx";
import { useAnswer } from "../queries.ts";
import { dayText, monthText } from "../receipts/day.ts";
import classes from "../receipts/invoice.module.css";
import { receiptsTexts } from "../texts/receipts.ts";
import { PageHead } from "../ui/layout.tsx";
import { Answered, Missing } from "../ui/state.tsx";

/** The tax invoice of a month: its receipts in the form of Thailand, on a sheet of A4 for the printer. */
export function ReceiptMonth() {
  const t = useTexts(receiptsTexts);
  const month = useParameter("month");
  const answer = useAnswer<ReceiptMonthAnswer>(`receipts/months/${month}`);
  return (
    <Answered answer={answer} lines={12} missing={<Missing id={month} list={{ to: "/receipts", name: t.back }} />}>
      {(answer) => <View answer={answer} />}
    </Answered>
  );
}

function View({ answer }: { answer: ReceiptMonthAnswer }) {
  const t = useTexts(receiptsTexts);
  const { language } = useLanguage();
  return (
    <>
      <div className={classes.screen}>
        <PageHead
          above={<Go to="/receipts">{t.back}</Go>}
          title={monthText(answer.month, language)}
          lead={t.billingHint}
          actions={<Button onClick={() => window.print()}>{t.print}</Button>}
        />
      </div>
      <Invoice answer={answer} />
    </>
  );
}

/** Seller and buyer are those of the month's last receipt. */
function Invoice({ answer: { month, account, data: receipts } }: { answer: ReceiptMonthAnswer }) {
  const t = useTexts(receiptsTexts);
  const { language } = useLanguage();
  const mode = useMode();
  const [first, last] = [receipts[0], receipts.at(-1)];
  if (!first || !last) return null;
  const sum = (of: (receipt: ReceiptAnswer) => number) =>
    receipts.reduce((total, receipt) => total + (receipt.credit_note ? -1 : 1) * of(receipt), 0);
  const plain = (of: (receipt: ReceiptAnswer) => number) => receipts.reduce((total, receipt) => total + of(receipt), 0);
  const sums: [string, number][] = [
    [t.charges, plain(({ charge_fee }) => charge_fee)],
    [t.transfers, plain(({ transfer_fee }) => transfer_fee)],
    [t.voids, -plain(({ voided_fee }) => voided_fee)],
    [t.subtotal, sum(({ subtotal }) => subtotal)],
    [t.vat, sum(({ vat }) => vat)],
    [t.wht, -sum(({ wht }) => wht)],
  ];
  return (
    <article className={classes.sheet} lang={language}>
      {mode === "test" && <p className={classes.testing}>{t.testing}</p>}
      <header className={classes.head}>
        <Party
          name={last.company_name}
          address={last.company_address}
          taxId={last.company_tax_id}
          title={t.seller}
          none={t.noAddress}
          taxIdName={t.taxId}
        />
        <div className={classes.title}>
          <h2 lang="th">{t.invoiceAbove}</h2>
          <p>{t.invoice}</p>
          <dl>
            <Line name={t.period}>{monthText(month, language)}</Line>
            <Line name={t.book}>{account.slice(-6).toUpperCase()}</Line>
            <Line name={t.numbers}>
              {first.number === last.number ? first.number : `${first.number} – ${last.number}`}
            </Line>
          </dl>
        </div>
      </header>
      <Party
        name={last.customer_name}
        address={last.customer_address}
        taxId={last.customer_tax_id}
        title={t.buyer}
        none={t.noAddress}
        taxIdName={t.taxId}
      />
      <table className={classes.days}>
        <thead>
          <tr>
            <th>{t.day}</th>
            <th>{t.number}</th>
            <th>{t.subtotal}</th>
            <th>{t.vat}</th>
            <th>{t.total}</th>
          </tr>
        </thead>
        <tbody>
          {receipts.map((receipt) => (
            <tr key={receipt.id}>
              <td>{dayText(receipt.issued_on, language)}</td>
              <td>
                {receipt.number} {receipt.credit_note && t.credit}
              </td>
              <Amount receipt={receipt} of="subtotal" />
              <Amount receipt={receipt} of="vat" />
              <Amount receipt={receipt} of="total" />
            </tr>
          ))}
        </tbody>
      </table>
      <dl className={classes.sums}>
        {sums.map(([name, minor]) => (
          <Line key={name} name={name}>
            <Money amount={minor} />
          </Line>
        ))}
        <Line name={t.total} strong>
          <Money amount={sum(({ total }) => total)} />
        </Line>
      </dl>
      <p className={classes.paid}>{t.paid}</p>
      <footer className={classes.signatures}>
        <p>{t.collector}</p>
        <p>{t.authorized}</p>
      </footer>
    </article>
  );
}

function Amount({ receipt, of }: { receipt: ReceiptAnswer; of: "subtotal" | "vat" | "total" }) {
  return (
    <td>
      <Money amount={receipt.credit_note ? -receipt[of] : receipt[of]} />
    </td>
  );
}

function Line({ name, strong = false, children }: { name: string; strong?: boolean; children: React.ReactNode }) {
  return (
    <div data-strong={strong}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

type PartyProps = {
  title: string;
  name: string;
  address: string | null;
  taxId: string | null;
  none: string;
  taxIdName: string;
};

function Party({ title, name, address, taxId, none, taxIdName }: PartyProps) {
  return (
    <section className={classes.party} aria-label={title}>
      <h2>{title}</h2>
      <p>
        <strong>{name}</strong>
      </p>
      <p className={classes.address}>{address ?? none}</p>
      <p>
        {taxIdName} {taxId ?? "–"}
      </p>
    </section>
  );
}
