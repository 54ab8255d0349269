/** Source types that the original has and this gateway lacks: their refusal says so. Source: Sources API, `type`. */
const types = new Set([
  ..."direct_debit_bay direct_debit_kbank direct_debit_ktb direct_debit_scb mobile_banking_ocbc_pao".split(" "),
  ..."installment_ezypay internet_banking_ktb internet_banking_scb".split(" "),
]);

export const isMethodNotYet = (type: string): boolean => types.has(type);
