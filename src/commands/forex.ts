import { wireTime } from "../api/wire/shape.ts";
import { countries, countryCodes } from "../domain/base/country.ts";
import type { DayRate } from "../domain/forex/rate.ts";
import { setRate } from "../operations/forex/rate.ts";
import { command } from "./command.ts";
import { columns } from "./text.ts";
import { besideGateway } from "./with-gateway.ts";

export const forexCommands = [
  command({
    name: "forex list",
    about: "Lists the exchange rates that were set, newest first; live accounts are converted by no others.",
    args: {},
    flags: {},
    json: true,
    run: ({ config }) =>
      besideGateway(config(), async ({ gateway }) => {
        const rates = (await gateway.store.exchangeRate.all()).map(shown);
        const rows = rates.map(({ base, quote, since, rate, set_at }) => [base, quote, since, rate, set_at ?? "–"]);
        return { text: columns(["BASE", "QUOTE", "SINCE", "RATE", "SET"], rows), json: rates };
      }),
  }),
  command({
    name: "forex set",
    about: "Sets the exchange rate of a currency from a day on; charges keep the rate of their own day.",
    args: {
      currency: { about: "The currency that is converted, such as USD." },
      rate: { about: "Main units of the accounts' currency for one of it, such as 32.5438." },
    },
    flags: {
      country: {
        about: "The country of the accounts, whose currency it is converted into; TH by default.",
        takes: "code",
        oneOf: countryCodes,
      },
      since: { about: "The first day of the rate in Bangkok; today by default.", takes: "date" },
    },
    json: true,
    run: ({ args, flags: { country, since }, config }) =>
      besideGateway(config(), async ({ gateway }) => {
        const of = countryCodes.find((code) => code === country) ?? "TH";
        const base = args.currency.toUpperCase();
        const set = shown(await setRate(gateway, base, args.rate, since, countries[of].currency));
        return { text: `From ${set.since} on, 1 ${set.base} is ${set.rate} ${set.quote}.\n`, json: set };
      }),
  }),
];

const shown = ({ base, quote, since, rate, setAt }: DayRate) => ({ base, quote, since, rate, set_at: wireTime(setAt) });
