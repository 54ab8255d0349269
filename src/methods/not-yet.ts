/** Source types that the original has and this gateway lacks: their refusal says so. Source: Sources API, `type`. */
const types = new Set([
  ..."alipay alipay_cn alipay_hk alipayplus_mpm alipayplus_upm atome atome_qr barcode_alipay barcode_wechat".split(" "),
  ..."bill_payment_tesco_lotus boost dana direct_debit_bay direct_debit_kbank direct_debit_ktb direct_debit_scb".split(
    " ",
  ),
  ..."duitnow_obw duitnow_qr econtext fpx gcash grabpay kakaopay maybank_qr mobile_banking_bay mobile_banking_bbl".split(
    " ",
  ),
  ..."mobile_banking_ktb mobile_banking_ocbc mobile_banking_scb paynow paypay points_citi qr_code_upi".split(" "),
  ..."rabbit_linepay shopeepay shopeepay_jumpapp touch_n_go truemoney truemoney_jumpapp truemoney_qr wechat_pay".split(
    " ",
  ),
  ..."wechat_pay_mpm wechat_pay_upm".split(" "),
]);
const families = /^(installment|installment_paynext_extra|internet_banking)_(?!wlb_)\w+$/;

export const isMethodNotYet = (type: string): boolean => types.has(type) || families.test(type);
