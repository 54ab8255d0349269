import type { UpstreamHoldingsAnswer } from "../answers.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { Money } from "../money/shown.tsx";
import { useAnswer } from "../queries.ts";
import { holdingsTexts } from "../texts/holdings.ts";
import { Section } from "../ui/layout.tsx";
import { Answered } from "../ui/state.tsx";
import { type Column, Table } from "../ui/table.tsx";

type HoldingAnswer = UpstreamHoldingsAnswer["data"][number];

const places = ["held", "in_transit", "settled", "kept"] as const;

/** Where the money of each upstream is, and nothing for an account that has none. */
export function Holdings() {
  const t = useTexts(holdingsTexts);
  const { language } = useLanguage();
  const holdings = useAnswer<UpstreamHoldingsAnswer>("upstream_holdings");
  const columns: Column<HoldingAnswer>[] = [
    {
      key: "upstream",
      header: t.columns.upstream,
      phone: "title",
      cell: ({ label }) => <strong>{label[language]}</strong>,
    },
    ...places.map((place) => ({
      key: place,
      header: t.columns[place],
      end: true,
      cell: (holding: HoldingAnswer) => <Money amount={holding[place]} currency={holding.currency} />,
    })),
  ];
  if (holdings.data?.data.length === 0) return null;
  return (
    <Section flush title={t.title} lead={t.lead}>
      <Answered answer={holdings} lines={3}>
        {({ data }) => (
          <Table
            label={t.title}
            rows={data}
            columns={columns}
            keyOf={({ upstream, currency }) => `${upstream} ${currency}`}
            below={({ held }) => (held < 0 ? <p className="quiet small">{t.belowZero}</p> : null)}
          />
        )}
      </Answered>
    </Section>
  );
}
