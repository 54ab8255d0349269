/** Source types that the original has and this gateway lacks: their refusal says so. Source: Sources API, `type`. */
const types = new Set([
  ..."mobile_banking_ocbc_pao installment_ezypay internet_banking_ktb internet_banking_scb bkash easypaisa".split(" "),
]);

export const isMethodNotYet = (type: string): boolean => types.has(type);
