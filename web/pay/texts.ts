export const locales = ["en", "th", "ja"] as const;
export type Locale = (typeof locales)[number];

/** All texts of the payment form. `{name}` is a placeholder. */
export const texts = {
  title: { en: "Payment", th: "ชำระเงิน", ja: "お支払い" },
  close: { en: "Close", th: "ปิด", ja: "閉じる" },
  loading: { en: "Loading…", th: "กำลังโหลด…", ja: "読み込み中…" },
  testMode: { en: "Test mode", th: "โหมดทดสอบ", ja: "テストモード" },
  testModeHint: {
    en: "No money moves.",
    th: "ไม่มีการตัดเงินจริง",
    ja: "実際の請求は発生しません。",
  },
  method: { en: "Payment method", th: "วิธีชำระเงิน", ja: "お支払い方法" },
  card: { en: "Credit or debit card", th: "บัตรเครดิตหรือเดบิต", ja: "クレジット・デビットカード" },
  installments: { en: "Card installments", th: "ผ่อนชำระผ่านบัตร", ja: "カード分割払い" },
  number: { en: "Card number", th: "หมายเลขบัตร", ja: "カード番号" },
  name: { en: "Name on card", th: "ชื่อบนบัตร", ja: "カード名義人" },
  expiry: { en: "Expiry date", th: "วันหมดอายุ", ja: "有効期限" },
  expiryHint: { en: "MM/YY", th: "ดด/ปป (ค.ศ.)", ja: "月/年（MM/YY）" },
  securityCode: { en: "Security code", th: "รหัสความปลอดภัย", ja: "セキュリティ コード" },
  securityCodeHint: { en: "3 digits on the back", th: "3 หลักด้านหลังบัตร", ja: "裏面の3桁" },
  securityCodeHintAmex: { en: "4 digits on the front", th: "4 หลักด้านหน้าบัตร", ja: "表面の4桁" },
  city: { en: "City", th: "เมือง / จังหวัด", ja: "市区町村" },
  postalCode: { en: "Postal code", th: "รหัสไปรษณีย์", ja: "郵便番号" },
  remember: { en: "Remember this card", th: "จดจำบัตรนี้", ja: "このカードを保存する" },
  redirectSteps: {
    en: "Next, you confirm the payment with {method}.",
    th: "ขั้นถัดไป ยืนยันการชำระเงินกับ {method}",
    ja: "次の画面で、{method}の支払いを承認してください。",
  },
  codeSteps: {
    en: "Next, you scan a code with your app.",
    th: "ขั้นถัดไป สแกนโค้ดด้วยแอปของคุณ",
    ja: "次の画面で、アプリでコードを読み取ってください。",
  },
  numberSteps: {
    en: "Next, you see the numbers to pay under at a counter.",
    th: "ขั้นถัดไป คุณจะเห็นหมายเลขสำหรับชำระที่เคาน์เตอร์",
    ja: "次の画面に、窓口でのお支払いに使う番号が表示されます。",
  },
  payerName: { en: "Your name", th: "ชื่อของคุณ", ja: "お名前" },
  payerNameMissing: { en: "Enter your name.", th: "กรอกชื่อของคุณ", ja: "お名前を入力してください。" },
  email: { en: "E-mail address", th: "อีเมล", ja: "メールアドレス" },
  emailWrong: {
    en: "Enter an e-mail address like name@example.com.",
    th: "กรอกอีเมล เช่น name@example.com",
    ja: "name@example.comのように、メールアドレスを入力してください。",
  },
  phone: { en: "Phone number", th: "หมายเลขโทรศัพท์", ja: "電話番号" },
  phoneWrong: {
    en: "Enter your phone number, with {from} to {to} digits.",
    th: "กรอกหมายเลขโทรศัพท์ {from} ถึง {to} หลัก",
    ja: "電話番号（{from}～{to}桁の数字）を入力してください。",
  },
  payerBank: { en: "Your bank", th: "ธนาคารของคุณ", ja: "ご利用の銀行" },
  payerBankMissing: { en: "Choose your bank.", th: "เลือกธนาคารของคุณ", ja: "ご利用の銀行を選んでください。" },
  choose: { en: "Choose…", th: "เลือก…", ja: "選んでください" },
  bank: { en: "Bank of your card", th: "ธนาคารผู้ออกบัตร", ja: "カード発行銀行" },
  term: { en: "Number of months", th: "จำนวนเดือน", ja: "お支払い回数" },
  chooseBank: {
    en: "Choose a bank to see what each month costs.",
    th: "เลือกธนาคารเพื่อดูยอดผ่อนต่อเดือน",
    ja: "銀行を選ぶと、月々のお支払い額が表示されます。",
  },
  months: { en: "{count} months", th: "{count} เดือน", ja: "{count}か月" },
  perMonth: { en: "{amount} a month", th: "{amount} ต่อเดือน", ja: "月々 {amount}" },
  withInterest: {
    en: "{total} in all, with {interest} interest",
    th: "รวม {total} (ดอกเบี้ย {interest})",
    ja: "総額 {total}（うち利息 {interest}）",
  },
  withoutInterest: { en: "{total} in all, no interest", th: "รวม {total} ไม่มีดอกเบี้ย", ja: "総額 {total}（利息なし）" },
  customerPays: {
    en: "You pay the interest: {bank} adds {rate}% of the amount each month.",
    th: "คุณเป็นผู้ชำระดอกเบี้ย: {bank} คิด {rate}% ของยอดชำระต่อเดือน",
    ja: "利息はお客様のご負担です。{bank}が毎月、金額の{rate}%を加算します。",
  },
  merchantPays: {
    en: "No interest for you: {merchant} pays it.",
    th: "ดอกเบี้ย 0%: {merchant} ชำระดอกเบี้ยให้คุณ",
    ja: "お客様の利息負担はありません。{merchant}が負担します。",
  },
  fromAmount: {
    en: "From {minimum} (at least {monthly} a month)",
    th: "เริ่มต้นที่ {minimum} (ขั้นต่ำ {monthly} ต่อเดือน)",
    ja: "{minimum}から（月々 {monthly}以上）",
  },
  loanCards: {
    en: "Loan cards are accepted too. If yours has no expiry date, leave that field empty.",
    th: "ใช้บัตรสินเชื่อได้ หากบัตรไม่มีวันหมดอายุ ให้เว้นช่องนั้นว่างไว้",
    ja: "ローンカードもご利用いただけます。有効期限がない場合は空欄のままにしてください。",
  },
  pay: { en: "Pay", th: "ชำระเงิน", ja: "支払う" },
  payAmount: { en: "{pay} {amount}", th: "{pay} {amount}", ja: "{amount}を{pay}" },
  working: { en: "One moment…", th: "กรุณารอสักครู่…", ja: "処理中です…" },
  secured: {
    en: "Your card details go straight to the payment gateway, not to the shop.",
    th: "ข้อมูลบัตรส่งตรงถึงระบบชำระเงิน ร้านค้าจะไม่เห็นข้อมูลนี้",
    ja: "カード情報は決済システムに直接送信され、店舗には渡りません。",
  },
  numberMissing: { en: "Enter the card number.", th: "กรอกหมายเลขบัตร", ja: "カード番号を入力してください。" },
  numberWrong: {
    en: "This card number is not valid. Check the digits.",
    th: "หมายเลขบัตรไม่ถูกต้อง กรุณาตรวจสอบตัวเลข",
    ja: "カード番号が正しくありません。数字をご確認ください。",
  },
  brandUnknown: {
    en: "Cards of this kind are not accepted.",
    th: "ไม่รองรับบัตรประเภทนี้",
    ja: "この種類のカードはご利用いただけません。",
  },
  nameMissing: {
    en: "Enter the name as it stands on the card.",
    th: "กรอกชื่อตามที่ปรากฏบนบัตร",
    ja: "カードに記載の名義人を入力してください。",
  },
  expiryMissing: { en: "Enter month and year.", th: "กรอกเดือนและปี", ja: "月と年を入力してください。" },
  expiryWrong: {
    en: "Enter a month from 01 to 12 and a year, like 09/30.",
    th: "กรอกเดือน 01–12 และปี ค.ศ. เช่น 09/30",
    ja: "09/30のように、月（01～12）と年を入力してください。",
  },
  expired: { en: "This card has expired.", th: "บัตรนี้หมดอายุแล้ว", ja: "このカードは有効期限が切れています。" },
  securityCodeMissing: {
    en: "Enter the security code.",
    th: "กรอกรหัสความปลอดภัย",
    ja: "セキュリティコードを入力してください。",
  },
  securityCodeWrong: {
    en: "The code has {count} digits.",
    th: "รหัสต้องมี {count} หลัก",
    ja: "コードは{count}桁です。",
  },
  bankMissing: { en: "Choose the bank of your card.", th: "เลือกธนาคารผู้ออกบัตร", ja: "カード発行銀行を選んでください。" },
  termMissing: { en: "Choose the number of months.", th: "เลือกจำนวนเดือน", ja: "お支払い回数を選んでください。" },
  cardRefused: {
    en: "The card's bank has refused it. Use another card.",
    th: "ธนาคารปฏิเสธบัตรนี้ กรุณาใช้บัตรอื่น",
    ja: "カード発行銀行に拒否されました。別のカードをお使いください。",
  },
  refused: {
    en: "That did not work. You have not been charged.",
    th: "ทำรายการไม่สำเร็จ ยังไม่มีการตัดเงิน",
    ja: "処理できませんでした。請求は発生していません。",
  },
  unreachable: {
    en: "The payment gateway cannot be reached. Check your connection and try again; you have not been charged.",
    th: "ติดต่อระบบชำระเงินไม่ได้ กรุณาตรวจสอบการเชื่อมต่อแล้วลองใหม่ ยังไม่มีการตัดเงิน",
    ja: "決済システムに接続できません。接続を確認して、もう一度お試しください。請求は発生していません。",
  },
  tryAgain: { en: "Try again", th: "ลองอีกครั้ง", ja: "再試行" },
  nothingOffered: {
    en: "There is no way to pay this amount here. Please ask the shop.",
    th: "ไม่มีวิธีชำระเงินสำหรับยอดนี้ กรุณาติดต่อร้านค้า",
    ja: "この金額に対応するお支払い方法がありません。店舗にお問い合わせください。",
  },
  misconfigured: {
    en: "The shop has not set up this payment correctly. Please tell the shop.",
    th: "ร้านค้าตั้งค่าการชำระเงินไม่ถูกต้อง กรุณาแจ้งร้านค้า",
    ja: "店舗側の設定に誤りがあります。店舗にお知らせください。",
  },
} as const satisfies Record<string, Record<Locale, string>>;

export type TextKey = keyof typeof texts;

/** Translates a text into the payer's language. */
export type Say = (key: TextKey, values?: Record<string, string | number>) => string;

/** The payer's language, if we have it, else English. */
export function localeOf(asked: string): Locale {
  return locales.find((locale) => asked.toLowerCase().startsWith(locale)) ?? "en";
}

export function sayIn(locale: Locale): Say {
  return (key, values = {}) =>
    texts[key][locale].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? `{${name}}`));
}
