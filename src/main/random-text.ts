const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const bitsEach = 6n;

/** Six random bits a character; what is no letter or digit is thrown away, so that each is as likely as any other. */
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
