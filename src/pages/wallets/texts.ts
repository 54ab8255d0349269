import type { Texts } from "../language.ts";

/** Texts of the page of simulated wallets. */
export const walletTexts = {
  title: { en: "Google Pay and Apple Pay", th: "Google Pay และ Apple Pay", ja: "Google Pay と Apple Pay" },
  simulated: { en: "Simulated in test mode", th: "จำลองในโหมดทดสอบ", ja: "テストモードの模擬" },
  intro: {
    en: "A simulated wallet hands over what the real one does: signed and sealed in the same form, under keys of this server alone.",
    th: "วอลเล็ตจำลองส่งข้อมูลให้เหมือนของจริง คือลงลายมือชื่อและเข้ารหัสในรูปแบบเดียวกัน แต่ใช้คีย์ของเซิร์ฟเวอร์นี้เท่านั้น",
    ja: "模擬ウォレットは本物と同じ形式で署名・暗号化したデータを渡します。鍵はこのサーバーだけのものです。",
  },
  key: { en: "Public test key", th: "คีย์สาธารณะของโหมดทดสอบ", ja: "テスト用のパブリックキー" },
  wallet: { en: "Wallet", th: "วอลเล็ต", ja: "ウォレット" },
  card: { en: "Test card", th: "บัตรทดสอบ", ja: "テストカード" },
  proof: { en: "What is handed over", th: "ข้อมูลที่ส่งให้", ja: "渡すもの" },
  numberAlone: { en: "Card number alone (PAN_ONLY)", th: "เลขบัตรอย่างเดียว (PAN_ONLY)", ja: "カード番号のみ (PAN_ONLY)" },
  withProof: {
    en: "Card with proof (CRYPTOGRAM_3DS; Apple Pay always)",
    th: "บัตรพร้อมหลักฐาน (CRYPTOGRAM_3DS; Apple Pay เป็นแบบนี้เสมอ)",
    ja: "証明付きカード (CRYPTOGRAM_3DS、Apple Pay は常にこちら)",
  },
  flaw: { en: "Fault", th: "ข้อผิดพลาด", ja: "不備" },
  none: { en: "none", th: "ไม่มี", ja: "なし" },
  pay: { en: "Hand over the card", th: "ส่งข้อมูลบัตร", ja: "カードを渡す" },
  handed: { en: "What the wallet hands over", th: "ข้อมูลที่วอลเล็ตส่งให้", ja: "ウォレットが渡したデータ" },
  next: {
    en: "Send it once, within five minutes for Apple Pay:",
    th: "ส่งได้ครั้งเดียว สำหรับ Apple Pay ต้องส่งภายในห้านาที:",
    ja: "一度だけ送信できます。Apple Pay は五分以内です:",
  },
  forPrograms: { en: "For programs", th: "สำหรับโปรแกรม", ja: "プログラムから" },
} satisfies Record<string, Texts>;
