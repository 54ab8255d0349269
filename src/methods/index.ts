import type { Method } from "../domain/payment/method.ts";
import { alipay } from "./alipay.ts";
import { atome } from "./atome.ts";
import { billPayment } from "./bill-payment.ts";
import { card } from "./card.ts";
import { directDebit } from "./direct-debit.ts";
import { installmentsAtBank } from "./installment-at-bank.ts";
import { installments } from "./installment-wlb.ts";
import { internetBanking } from "./internet-banking.ts";
import { japan } from "./japan.ts";
import { malaysia } from "./malaysia.ts";
import { mobileBanking } from "./mobile-banking.ts";
import { mobileBankingKbank } from "./mobile-banking-kbank.ts";
import { promptpay } from "./promptpay.ts";
import { shopeepay } from "./shopeepay.ts";
import { singapore } from "./singapore.ts";
import { truemoney } from "./truemoney.ts";
import { wallets } from "./wallets.ts";
import { wechatPay } from "./wechat-pay.ts";

/**
 * Every payment method of every country, in the order of the capability answer. `main/assemble.ts` gives the list to the gateway, and everything else asks the gateway, so a
 * test can add a method as one object.
 */
export const methods: readonly Method[] = [
  card,
  ...installments,
  mobileBankingKbank,
  ...mobileBanking,
  promptpay,
  ...truemoney,
  ...wallets,
  ...shopeepay,
  ...alipay,
  ...wechatPay,
  ...atome,
  ...installmentsAtBank,
  ...internetBanking,
  billPayment,
  ...directDebit,
  ...japan,
  ...singapore,
  ...malaysia,
];
