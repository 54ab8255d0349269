import type { Texts } from "../language.ts";
import { phonesSay } from "../phone-texts.ts";

/** Texts for payers on the test phone. Names in braces are filled in. */
export const phoneTexts = {
  ...phonesSay,
  phone: { en: "Test phone", th: "โทรศัพท์ทดสอบ", ja: "テスト用フォン" },
  simulated: { en: "simulated", th: "จำลอง", ja: "模擬" },
  scan: { en: "Scan a code", th: "สแกนโค้ด", ja: "コードを読み取る" },
  intro: {
    en: "This phone plays the payer of every bank app and wallet in test mode. No money moves.",
    th: "โทรศัพท์นี้รับบทผู้ชำระเงินของทุกแอปธนาคารและวอลเล็ตในโหมดทดสอบ ไม่มีเงินจริงเคลื่อนไหว",
    ja: "このフォンはテストモードで、すべての銀行アプリとウォレットの支払者を演じます。実際のお金は動きません。",
  },
  picture: { en: "Picture of the code", th: "รูปถ่ายของโค้ด", ja: "コードの写真" },
  pictureHint: {
    en: "Take one, or choose a saved one. It stays on this device: only what the code says is sent.",
    th: "ถ่ายรูปหรือเลือกรูปที่บันทึกไว้ รูปจะอยู่ในเครื่องนี้ ส่งเฉพาะข้อความในโค้ด",
    ja: "撮影するか、保存済みの写真を選んでください。写真は送信されず、コードの内容だけが送られます。",
  },
  noCode: {
    en: "No QR code was found in this picture. Come closer, or hold the camera straight.",
    th: "ไม่พบคิวอาร์โค้ดในรูปนี้ โปรดถ่ายให้ใกล้ขึ้นหรือถือกล้องให้ตรง",
    ja: "この写真に QR コードが見つかりません。近づけるか、まっすぐ撮影してください。",
  },
  code: { en: "What the code says", th: "ข้อความในโค้ด", ja: "コードの内容" },
  codeHint: {
    en: "Paste the text of a QR code or a bill's barcode, the address of its picture (download_uri), a number to pay under, a payment's reference or its charge's id.",
    th: "วางข้อความของคิวอาร์โค้ดหรือบาร์โค้ดของบิล ที่อยู่ของรูปโค้ด (download_uri) หมายเลขสำหรับชำระ เลขอ้างอิงของรายการ หรือรหัสของรายการชำระเงิน (chrg_…)",
    ja: "QR コードや請求書のバーコードの文字列、その画像のアドレス(download_uri)、支払番号、支払いの参照番号、または課金の ID を貼り付けてください。",
  },
  readCode: { en: "Read the code", th: "อ่านโค้ด", ja: "コードを読む" },
  notRead: {
    en: "No payment of test mode has this code. Please check that it is complete.",
    th: "ไม่พบรายการทดสอบของโค้ดนี้ โปรดตรวจสอบว่าโค้ดครบถ้วน",
    ja: "このコードのテスト決済はありません。コードが完全か確認してください。",
  },
  linkTitle: { en: "Link an account", th: "ผูกบัญชี", ja: "口座の登録" },
  linkAsked: {
    en: "{merchant} asks to take money from an account of yours, without asking again.",
    th: "{merchant} ขอหักเงินจากบัญชีของคุณโดยไม่ต้องถามอีก",
    ja: "{merchant} が、今後の確認なしにお客様の口座から引き落とすことを求めています。",
  },
  linkFrom: { en: "Allow it from {account}", th: "อนุญาตจาก{account}", ja: "{account}を登録する" },
  linkRefuse: { en: "Do not allow it", th: "ไม่อนุญาต", ja: "許可しない" },
  linkFails: { en: "How the bank refuses", th: "เหตุที่ธนาคารปฏิเสธ", ja: "銀行が断る場合" },
  linked: {
    en: "The account is linked. You can end this at your bank or with the merchant.",
    th: "ผูกบัญชีแล้ว คุณยกเลิกได้ที่ธนาคารหรือร้านค้า",
    ja: "口座を登録しました。銀行または店舗で取り消せます。",
  },
  linkOver: {
    en: "The time to answer is over, or the merchant has ended it.",
    th: "หมดเวลาตอบแล้ว หรือร้านค้ายกเลิกแล้ว",
    ja: "回答期限が過ぎたか、店舗が終了しました。",
  },
  confirm: { en: "Confirm the payment", th: "ยืนยันการชำระเงิน", ja: "支払いの確認" },
  counter: { en: "Pay at the counter", th: "ชำระที่เคาน์เตอร์", ja: "窓口で支払う" },
  payBill: { en: "Pay this amount", th: "ชำระยอดนี้", ja: "この金額を支払う" },
  payFrom: { en: "Pay from {account}", th: "จ่ายจาก{account}", ja: "{account}から支払う" },
  fullPurse: { en: "the account with money", th: "บัญชีที่มีเงิน", ja: "残高のある口座" },
  emptyPurse: { en: "the empty account", th: "บัญชีที่ไม่มีเงิน", ja: "残高のない口座" },
  closedPurse: { en: "the closed account", th: "บัญชีที่ปิดแล้ว", ja: "解約済みの口座" },
  oneTimeCode: {
    en: "Code sent to {number}, six digits",
    th: "รหัส 6 หลักที่ส่งไปยัง {number}",
    ja: "{number} に送られた 6 桁のコード",
  },
  anyDigits: {
    en: "No message is sent in test mode: any six digits will do.",
    th: "โหมดทดสอบไม่ส่งข้อความจริง ใช้ตัวเลข 6 หลักใดก็ได้",
    ja: "テストモードでは送信されません。任意の 6 桁を入力してください。",
  },
  howItFails: { en: "Let it fail with a code", th: "ให้ล้มเหลวด้วยรหัส", ja: "失敗コードを選ぶ" },
  receipt: { en: "Receipt number", th: "เลขที่ใบเสร็จ", ja: "受付番号" },
  closed: {
    en: "The shop's time for this payment is over. Nothing was taken.",
    th: "หมดเวลาของร้านค้าสำหรับรายการนี้แล้ว ไม่มีการหักเงิน",
    ja: "このお支払いの受付時間は終了しました。引き落としはありません。",
  },
} as const satisfies Record<string, Texts>;
