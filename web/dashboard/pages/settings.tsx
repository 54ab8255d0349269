import { Group, Select, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { usePageTitle } from "../frame/page-title.ts";
import { useTexts } from "../language.tsx";
import { useMode } from "../mode.ts";
import { useAnswer } from "../queries.ts";
import { useCan } from "../session.tsx";
import { Logo } from "../settings/logo.tsx";
import classes from "../settings/setting.module.css";
import { Setting, type SettingsAnswer } from "../settings/setting.tsx";
import { settingTexts } from "../texts/settings.ts";
import { PageHead, Sheets } from "../ui/layout.tsx";
import { OnlyLooking } from "../ui/notice.tsx";
import { Answered } from "../ui/state.tsx";

/** The account's defaults for requests. */
export function Settings() {
  const t = useTexts(settingTexts);
  const settings = useAnswer<SettingsAnswer>("settings");
  const mode = useMode();
  return (
    <>
      <PageHead title={usePageTitle()} lead={t.lead} />
      <Sheets>
        <OnlyLooking right="settings" />
        <Answered answer={settings}>
          {(answer) => (
            // Unsaved input belongs to its mode, and is replaced when another member saves meanwhile.
            <Sheets key={mode}>
              <Name key={`name ${answer.name}`} settings={answer} />
              <Color key={`color ${answer.color}`} settings={answer} />
              <Logo settings={answer} />
              <Billing key={`billing ${JSON.stringify(answer.billing)}`} settings={answer} />
              <Interest key={`interest ${answer.zero_interest_installments}`} settings={answer} />
              <ThreeDSecure key={`secure ${answer.three_d_secure}`} settings={answer} />
              <Recipients key={`recipients ${answer.auto_activate_recipients}`} settings={answer} />
              <ApiVersion key={`version ${answer.api_version}`} settings={answer} />
            </Sheets>
          )}
        </Answered>
      </Sheets>
    </>
  );
}

type Of = { settings: SettingsAnswer };

function Name({ settings }: Of) {
  const t = useTexts(settingTexts);
  const can = useCan();
  const [name, setName] = useState(settings.name);
  const changed = name.trim() !== settings.name && name.trim() !== "";
  return (
    <Setting title={t.name} lead={t.nameLead} patch={changed ? { name: name.trim() } : null}>
      <TextInput
        aria-label={t.name}
        maw={420}
        readOnly={!can("settings")}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
    </Setting>
  );
}

/** The colour of the payers' pages. */
function Color({ settings }: Of) {
  const t = useTexts(settingTexts);
  const can = useCan();
  const [color, setColor] = useState(settings.color ?? "");
  const after = color.trim().toLowerCase() || null;
  const complete = after === null || /^#[0-9a-f]{6}$/.test(after);
  return (
    <Setting title={t.color} lead={t.colorLead} patch={complete && after !== settings.color ? { color: after } : null}>
      <Group align="end" gap="sm">
        <TextInput
          aria-label={t.color}
          description={t.colorHint}
          placeholder="#0f6b5c"
          maw={420}
          readOnly={!can("settings")}
          value={color}
          onChange={({ currentTarget }) => setColor(currentTarget.value)}
        />
        <input
          type="color"
          className={classes.swatch}
          aria-label={t.pickColor}
          disabled={!can("settings")}
          value={complete && after !== null ? after : "#0f6b5c"}
          onChange={({ currentTarget }) => setColor(currentTarget.value)}
        />
      </Group>
    </Setting>
  );
}

/** What receipts for fees say of the merchant. */
function Billing({ settings: { billing, name: account } }: Of) {
  const t = useTexts(settingTexts);
  const can = useCan();
  const before = { name: account, address: null, tax_id: null, withholds_tax: false, ...billing };
  const [name, setName] = useState(before.name);
  const [address, setAddress] = useState(before.address ?? "");
  const [taxId, setTaxId] = useState(before.tax_id ?? "");
  const [withholds, setWithholds] = useState(before.withholds_tax);
  const after = {
    name: name.trim(),
    address: address.trim() || null,
    tax_id: taxId.trim() || null,
    withholds_tax: withholds,
  };
  const changed = JSON.stringify(after) !== JSON.stringify(before) && after.name !== "";
  const readOnly = !can("settings");
  return (
    <Setting title={t.billing} lead={t.billingLead} patch={changed ? { billing: after } : null}>
      <Stack gap="sm" maw={420}>
        <TextInput
          label={t.billingName}
          readOnly={readOnly}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Textarea
          label={t.billingAddress}
          readOnly={readOnly}
          autosize
          minRows={2}
          value={address}
          onChange={({ currentTarget }) => setAddress(currentTarget.value)}
        />
        <TextInput
          label={t.taxId}
          description={t.taxIdHint}
          inputMode="numeric"
          readOnly={readOnly}
          value={taxId}
          onChange={({ currentTarget }) => setTaxId(currentTarget.value)}
        />
        <Switch
          label={t.withholds}
          description={t.withholdsHint}
          disabled={readOnly}
          checked={withholds}
          onChange={({ currentTarget }) => setWithholds(currentTarget.checked)}
        />
      </Stack>
    </Setting>
  );
}

function Interest({ settings }: Of) {
  const t = useTexts(settingTexts);
  const can = useCan();
  const [zero, setZero] = useState(settings.zero_interest_installments);
  const choice = (value: boolean, title: string, hint: string) => (
    <label className={classes.choice}>
      <input type="radio" name="interest" checked={zero === value} onChange={() => setZero(value)} />
      <span>
        <strong>{title}</strong>
        <span className="quiet">{hint}</span>
      </span>
    </label>
  );
  return (
    <Setting
      title={t.interest}
      lead={t.interestLead}
      patch={zero === settings.zero_interest_installments ? null : { zero_interest_installments: zero }}
    >
      <fieldset className={classes.fieldset} aria-label={t.interest} disabled={!can("settings")}>
        <div className={classes.choices}>
          {choice(false, t.payerPays, t.payerPaysHint)}
          {choice(true, t.merchantPays, t.merchantPaysHint)}
        </div>
      </fieldset>
    </Setting>
  );
}

function ThreeDSecure({ settings }: Of) {
  const t = useTexts(settingTexts);
  const can = useCan();
  const [on, setOn] = useState(settings.three_d_secure);
  return (
    <Setting
      title={t.secure}
      lead={t.secureLead}
      patch={on === settings.three_d_secure ? null : { three_d_secure: on }}
    >
      <Switch
        label={t.secureSwitch}
        description={t.secureHint}
        disabled={!can("settings")}
        checked={on}
        onChange={({ currentTarget }) => setOn(currentTarget.checked)}
      />
    </Setting>
  );
}

function Recipients({ settings }: Of) {
  const t = useTexts(settingTexts);
  const can = useCan();
  const [on, setOn] = useState(settings.auto_activate_recipients);
  return (
    <Setting
      title={t.recipients}
      lead={t.recipientsLead}
      patch={on === settings.auto_activate_recipients ? null : { auto_activate_recipients: on }}
    >
      <Switch
        label={t.recipientsSwitch}
        description={t.recipientsHint}
        disabled={!can("settings")}
        checked={on}
        onChange={({ currentTarget }) => setOn(currentTarget.checked)}
      />
    </Setting>
  );
}

function ApiVersion({ settings }: Of) {
  const t = useTexts(settingTexts);
  const can = useCan();
  const [version, setVersion] = useState(settings.api_version);
  const versions = [...settings.api_versions].reverse();
  return (
    <Setting title={t.api} lead={t.apiLead} patch={version === settings.api_version ? null : { api_version: version }}>
      <Select
        label={t.apiVersion}
        description={t.apiHint}
        maw={420}
        disabled={!can("settings")}
        value={version}
        onChange={(chosen) => chosen && setVersion(chosen)}
        data={versions.map((value, at) => ({ value, label: at === 0 ? t.newest(value) : value }))}
      />
    </Setting>
  );
}
