/** Whether a public key is of live mode, whose cards go to the vault of an upstream. */
export const isLive = (key: string): boolean => /^pkey_(?!test_)/.test(key);
