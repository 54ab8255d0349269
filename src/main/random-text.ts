const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const bitsEach = 6n;

/** Makes texts of random letters and digits from six random bits a character; other values are thrown away, so that all are equally likely. */
export const randomTextMaker = (random64: () => bigint) => (length: number) => {
  let text = "";
  while (text.length < length) {
    let bits = random64();
    for (let used = 0; used < 10 && text.length < length; used += 1) {
      text += alphabet[Number(bits & 63n)] ?? "";
      bits >>= bitsEach;
    }
  }
  return text;
};
