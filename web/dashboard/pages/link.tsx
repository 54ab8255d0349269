import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { renderSVG } from "uqr";
import type { ChargeAnswer, LinkAnswer } from "../answers.ts";
import { useChargeColumns } from "../charges/columns.tsx";
import { useTexts } from "../language.tsx";
import { RemoveDialog } from "../links/dialogs.tsx";
import classes from "../links/links.module.css";
import { stateOf } from "../links/status.ts";
import { useListed } from "../listed.ts";
import { Money } from "../money/shown.tsx";
import { Go, useParameter } from "../navigation.tsx";
import { useAnswer } from "../queries.ts";
import { linksTexts } from "../texts/links.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Status } from "../ui/badge.tsx";
import { Copyable, CopyButton } from "../ui/copy.tsx";
import { Icon } from "../ui/icon.tsx";
import { Facts, PageHead, Section, Sheets } from "../ui/layout.tsx";
import { Answered, Empty, Missing } from "../ui/state.tsx";
import { Listing } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

/** One payment link: its address, what payers read, and its charges. */
export function Link() {
  const t = useTexts(linksTexts);
  const id = useParameter("id");
  const answer = useAnswer<LinkAnswer>(`links/${id}`);
  return (
    <Answered answer={answer} lines={8} missing={<Missing id={id} list={{ to: "/links", name: t.back }} />}>
      {(link) => <View link={link} />}
    </Answered>
  );
}

function View({ link }: { link: LinkAnswer }) {
  const t = useTexts(linksTexts);
  const [removing, setRemoving] = useState(false);
  const state = stateOf(link);
  return (
    <>
      <PageHead
        above={<Go to="/links">{t.back}</Go>}
        title={
          <Group gap="sm" component="span">
            <Money amount={link.amount} /> <Status state={state} />
          </Group>
        }
        lead={<Copyable text={link.id} />}
        actions={
          !link.deleted && (
            <ActButton right="links" variant="default" onClick={() => setRemoving(true)}>
              {t.remove}
            </ActButton>
          )
        }
      />
      <Sheets>
        {state === "open" && <Address uri={link.payment_uri} />}
        <Section title={t.details}>
          <Facts
            facts={[
              [t.name, link.title],
              [
                t.description,
                <span key="description" className={classes.text}>
                  {link.description}
                </span>,
              ],
              [t.payable, link.multiple ? t.often : t.once],
              [t.columns.created, <Time key="created_at" at={link.created_at} />],
              link.used_at === null ? null : [t.paidAt, <Time key="used_at" at={link.used_at} />],
              link.deleted_at === null ? null : [t.removedAt, <Time key="deleted_at" at={link.deleted_at} />],
            ]}
          />
        </Section>
        <Charges id={link.id} />
      </Sheets>
      {removing && <RemoveDialog link={link} close={() => setRemoving(false)} />}
    </>
  );
}

/** The address, to copy, to open, or to scan. */
function Address({ uri }: { uri: string }) {
  const t = useTexts(linksTexts);
  const picture = renderSVG(uri, { ecc: "M", border: 4 });
  return (
    <Section title={t.address} lead={t.qrHint}>
      <div className={classes.address}>
        <img className={classes.qr} src={`data:image/svg+xml,${encodeURIComponent(picture)}`} alt={t.qr} />
        <Stack gap="md">
          <Copyable text={uri} of={t.address} />
          <Group gap="sm">
            <CopyButton text={uri} labelled />
            <Button
              component="a"
              href={uri}
              target="_blank"
              rel="noreferrer"
              variant="default"
              leftSection={<Icon name="external" size={16} />}
            >
              {t.open}
            </Button>
          </Group>
        </Stack>
      </div>
    </Section>
  );
}

function Charges({ id }: { id: string }) {
  const t = useTexts(linksTexts);
  const pages = useListed<ChargeAnswer>(`links/${id}/charges`);
  return (
    <Section title={t.charges} flush>
      <Listing
        label={t.charges}
        pages={pages}
        columns={useChargeColumns()}
        keyOf={({ id: charge }) => charge}
        to={({ id: charge }) => `/charges/${charge}`}
        empty={<Empty title={t.noCharges} icon="charges" />}
      />
    </Section>
  );
}
