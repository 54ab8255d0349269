import type { AccountKey } from "../../connectors/kplus/simulator-accounts.ts";
import type { Rejection } from "../../connectors/kplus/wire.ts";
import type { FailureCode } from "../../domain/payment/failure.ts";
import type { Texts } from "../language.ts";
import { phonesSay } from "../phone-texts.ts";

/** Texts for payers on the simulated phone. Names in braces are filled in. */
export const kplusTexts = {
  ...phonesSay,
  bank: { en: "K PLUS phone", th: "โทรศัพท์ K PLUS", ja: "K PLUS フォン" },
  simulated: { en: "simulated bank", th: "ธนาคารจำลอง", ja: "模擬銀行" },
  payTo: { en: "Pay {merchant}", th: "จ่ายให้ {merchant}", ja: "{merchant} へ支払う" },
  enterPin: { en: "Enter your PIN", th: "ใส่รหัส PIN", ja: "PIN を入力" },
  pin: { en: "PIN, six digits", th: "PIN 6 หลัก", ja: "PIN(6 桁)" },
  pinHint: {
    en: "Any six digits open this test phone.",
    th: "โทรศัพท์ทดสอบนี้ใช้ตัวเลข 6 หลักใดก็ได้",
    ja: "このテスト用フォンは任意の 6 桁で開きます。",
  },
  pinWrong: { en: "A PIN has six digits.", th: "PIN ต้องมี 6 หลัก", ja: "PIN は 6 桁です。" },
  signIn: { en: "Sign in", th: "เข้าสู่ระบบ", ja: "ログイン" },
  keypad: { en: "Keypad", th: "แป้นตัวเลข", ja: "テンキー" },
  delete: { en: "Delete", th: "ลบ", ja: "削除" },
  chooseAccount: { en: "Pay from which account?", th: "จ่ายจากบัญชีใด", ja: "どの口座から支払いますか" },
  available: { en: "available", th: "ใช้ได้", ja: "利用可能" },
  closed: { en: "closed", th: "ปิดแล้ว", ja: "解約済み" },
  review: { en: "Review and confirm", th: "ตรวจสอบและยืนยัน", ja: "内容の確認" },
  from: { en: "From", th: "จาก", ja: "支払元" },
  amount: { en: "Amount", th: "จำนวนเงิน", ja: "金額" },
  bankReference: { en: "Bank reference", th: "เลขอ้างอิงธนาคาร", ja: "銀行参照番号" },
  confirm: { en: "Confirm payment", th: "ยืนยันการจ่ายเงิน", ja: "支払いを確定" },
  otherAccount: { en: "Another account", th: "เลือกบัญชีอื่น", ja: "別の口座" },
  untilWhen: {
    en: "The bank waits for you until {time}.",
    th: "ธนาคารรอการยืนยันถึง {time}",
    ja: "銀行は {time} まで待ちます。",
  },
  bankFault: {
    en: "Test: the bank's system fails while it pays",
    th: "ทดสอบ: ระบบธนาคารขัดข้องขณะจ่าย",
    ja: "テスト: 支払い中に銀行システムが停止",
  },

  tooLate: { en: "No longer open", th: "ปิดรับการจ่ายแล้ว", ja: "受付は終了しました" },
  tooLateDetail: {
    en: "The shop's time for this payment is over. Nothing was taken from your accounts.",
    th: "หมดเวลาของร้านค้าสำหรับรายการนี้แล้ว ไม่มีการหักเงินจากบัญชีของคุณ",
    ja: "このお支払いの受付時間は終了しました。口座からの引き落としはありません。",
  },
  nothingTaken: {
    en: "Nothing was taken from your accounts.",
    th: "ไม่มีการหักเงินจากบัญชีของคุณ",
    ja: "口座からの引き落としはありません。",
  },
  unknown: { en: "The bank knows no such payment", th: "ธนาคารไม่พบรายการนี้", ja: "該当する支払いがありません" },
  unknownDetail: {
    en: "Open the payment page of the shop first, then follow its link to K PLUS.",
    th: "โปรดเปิดหน้าชำระเงินของร้านค้าก่อน แล้วใช้ลิงก์ไป K PLUS",
    ja: "先にショップのお支払いページを開き、そこから K PLUS へ進んでください。",
  },
  shortcuts: { en: "Test shortcuts", th: "ทางลัดสำหรับทดสอบ", ja: "テスト用ショートカット" },
  shortcutsDetail: {
    en: "End this payment at once, as the bank reports it.",
    th: "จบรายการนี้ทันทีตามที่ธนาคารรายงาน",
    ja: "銀行の報告としてこの支払いを直ちに終わらせます。",
  },

  guideIntro: {
    en: "This phone plays the payer of K PLUS in test mode. It belongs to a simulated bank; no money moves.",
    th: "โทรศัพท์นี้รับบทผู้ชำระเงิน K PLUS ในโหมดทดสอบ เป็นของธนาคารจำลอง ไม่มีเงินจริงเคลื่อนไหว",
    ja: "このフォンはテストモードで K PLUS の支払者を演じます。模擬銀行のもので、実際のお金は動きません。",
  },
  guideStart: {
    en: "Open the payment page of a K PLUS charge (its authorize_uri) and scan the code, or press “Open K PLUS”. On a phone it opens by itself.",
    th: "เปิดหน้าชำระเงินของรายการ K PLUS (authorize_uri) แล้วสแกนโค้ดหรือกด “เปิด K PLUS” บนโทรศัพท์จะเปิดให้โดยอัตโนมัติ",
    ja: "K PLUS の課金のお支払いページ(authorize_uri)を開き、コードを読み取るか「K PLUS を開く」を押してください。スマートフォンでは自動的に開きます。",
  },
  accounts: { en: "Accounts", th: "บัญชี", ja: "口座" },
  accountsDetail: {
    en: "Each test account of a merchant has a payer of its own. The balances as they begin:",
    th: "บัญชีทดสอบของร้านค้าแต่ละบัญชีมีผู้ชำระเงินของตัวเอง ยอดเงินเริ่มต้น:",
    ja: "加盟店のテストアカウントごとに別の支払者がいます。最初の残高:",
  },
  resetAccounts: { en: "Reset the balances", th: "คืนค่ายอดเงิน", ja: "残高をリセット" },
  howItEnds: { en: "How a payment ends", th: "รายการจบลงอย่างไร", ja: "支払いの終わり方" },
  onThePhone: { en: "On the phone", th: "บนโทรศัพท์", ja: "フォンでの操作" },
  inTheCharge: { en: "In the charge", th: "ในรายการชำระเงิน", ja: "charge の結果" },
  forPrograms: { en: "For programs", th: "สำหรับโปรแกรม", ja: "プログラムから" },
  forProgramsDetail: {
    en: "The same acts over HTTP, for test charges only. A payment is named by its bank reference (reference_number_1 of the source) or by the id of its charge.",
    th: "ทำแบบเดียวกันผ่าน HTTP ได้เฉพาะรายการทดสอบ ระบุรายการด้วยเลขอ้างอิงธนาคาร (reference_number_1 ของซอร์ส) หรือรหัสของรายการชำระเงิน",
    ja: "同じ操作を HTTP で行えます(テストの charge のみ)。支払いは銀行参照番号(source の reference_number_1)または charge の id で指定します。",
  },
  misbehaviour: { en: "A bank that misbehaves", th: "ธนาคารที่ทำงานผิดปกติ", ja: "銀行の誤動作" },
  misbehaviourDetail: {
    en: "With the secret test key the bank's answers can be made to go wrong, for one payment or for all of the account: late, never, twice, out of order or as nonsense.",
    th: "ใช้คีย์ลับทดสอบเพื่อให้คำตอบของธนาคารผิดปกติ เฉพาะรายการหรือทั้งหมดของบัญชี: มาช้า ไม่มา ซ้ำ สลับลำดับ หรืออ่านไม่ได้",
    ja: "テスト用シークレットキーで、銀行の応答を異常にできます(一件またはアカウントの全件): 遅延、無応答、二重、順序の入れ替わり、解読不能。",
  },
} as const satisfies Record<string, Texts>;

export const accountNames: Readonly<Record<AccountKey, Texts>> = {
  everyday: { en: "Everyday savings", th: "ออมทรัพย์ใช้ประจำวัน", ja: "普段の普通預金" },
  holiday: { en: "Holiday jar", th: "กระปุกท่องเที่ยว", ja: "旅行の貯金箱" },
  former: { en: "Former account", th: "บัญชีเดิม", ja: "以前の口座" },
};

/** How the payer makes a payment end in this failure code. */
export const waysToFail: Readonly<Partial<Record<FailureCode, Texts>>> = {
  insufficient_fund: {
    en: "Confirm from the holiday jar, which holds too little.",
    th: "ยืนยันจากกระปุกท่องเที่ยวซึ่งมีเงินไม่พอ",
    ja: "残高の足りない「旅行の貯金箱」で確定する。",
  },
  invalid_account: {
    en: "Confirm from the former account, which is closed.",
    th: "ยืนยันจากบัญชีเดิมซึ่งปิดแล้ว",
    ja: "解約済みの「以前の口座」で確定する。",
  },
  payment_rejected: { en: "Cancel the payment.", th: "ยกเลิกการจ่ายเงิน", ja: "支払いを中止する。" },
  payment_expired: {
    en: "Sign in, then let the bank's five minutes pass.",
    th: "เข้าสู่ระบบ แล้วปล่อยให้เวลา 5 นาทีของธนาคารผ่านไป",
    ja: "ログイン後、銀行の 5 分を過ぎるまで待つ。",
  },
  failed_processing: {
    en: "Tick that the bank's system fails, then confirm.",
    th: "เลือกให้ระบบธนาคารขัดข้อง แล้วยืนยัน",
    ja: "銀行システムの停止を選んで確定する。",
  },
};

/** The app's text for its payer about a payment that was not made. */
export const refusals: Readonly<Record<Rejection, Texts>> = {
  INSUFFICIENT_FUNDS: {
    en: "There is not enough money in this account.",
    th: "เงินในบัญชีนี้ไม่พอ",
    ja: "この口座の残高が足りません。",
  },
  ACCOUNT_NOT_FOUND: { en: "This account is closed.", th: "บัญชีนี้ปิดแล้ว", ja: "この口座は解約されています。" },
  CANCELLED: phonesSay.cancelled,
  REJECTED: { en: "The bank rejected the payment.", th: "ธนาคารปฏิเสธการจ่ายเงิน", ja: "銀行が支払いを拒否しました。" },
  EXPIRED: {
    en: "You did not confirm in time.",
    th: "คุณไม่ได้ยืนยันภายในเวลา",
    ja: "時間内に確定されませんでした。",
  },
  SYSTEM_ERROR: {
    en: "The bank's system failed. Please try again later.",
    th: "ระบบธนาคารขัดข้อง โปรดลองใหม่ภายหลัง",
    ja: "銀行のシステムに障害が発生しました。後ほどお試しください。",
  },
};
