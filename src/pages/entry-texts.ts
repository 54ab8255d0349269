import type { Texts } from "./language.ts";

/** Texts for payers on the way to a bank: into its app, to its page, or by a code. `{app}` is the method's name. */
export const entryTexts = {
  openApp: { en: "Open {app}", th: "เปิด {app}", ja: "{app} を開く" },
  opened: {
    en: "{app} was opened for you. If it did not open, press the button.",
    th: "ระบบเปิด {app} ให้แล้ว หากแอปไม่เปิด โปรดกดปุ่ม",
    ja: "{app} を開きました。開かなかった場合はボタンを押してください。",
  },
  appMissing: { en: "The app does not open?", th: "แอปไม่เปิดใช่ไหม", ja: "アプリが開かない場合" },
  appMissingDetail: {
    en: "{app} must be installed and set up on this phone. Install it from your app store, then come back to this page and open it again.",
    th: "ต้องติดตั้งและตั้งค่า {app} บนโทรศัพท์เครื่องนี้ก่อน โปรดติดตั้งจากแอปสโตร์ แล้วกลับมาที่หน้านี้เพื่อเปิดอีกครั้ง",
    ja: "この端末に {app} がインストールされ、設定が済んでいる必要があります。アプリストアから入手し、このページに戻ってもう一度開いてください。",
  },
  continueInBrowser: { en: "Continue in the browser", th: "ทำต่อในเบราว์เซอร์", ja: "ブラウザーで続ける" },
  qrCode: { en: "QR code that opens {app}", th: "คิวอาร์โค้ดสำหรับเปิด {app}", ja: "{app} を開く QR コード" },
  scan: { en: "Scan with your phone", th: "สแกนด้วยโทรศัพท์", ja: "スマートフォンで読み取る" },
  scanFirst: { en: "Open the camera of your phone", th: "เปิดกล้องโทรศัพท์", ja: "スマートフォンのカメラを開く" },
  scanSecond: { en: "Point it at this code", th: "ส่องไปที่โค้ดนี้", ja: "このコードに向ける" },
  scanThird: { en: "Confirm in {app}", th: "ยืนยันใน {app}", ja: "{app} で確認する" },
  onlyHere: {
    en: "This code leads to localhost, so only this machine can open it.",
    th: "โค้ดนี้ชี้ไปที่ localhost จึงเปิดได้เฉพาะบนเครื่องนี้",
    ja: "このコードは localhost を指すため、このマシンでしか開けません。",
  },
  sameNetwork: {
    en: "Your phone must be in the same network as this machine:",
    th: "โทรศัพท์ต้องอยู่ในเครือข่ายเดียวกับเครื่องนี้:",
    ja: "スマートフォンをこのマシンと同じネットワークに接続してください:",
  },
  openHere: { en: "Open {app} on this device", th: "เปิด {app} บนเครื่องนี้", ja: "この端末で {app} を開く" },
  goesOn: {
    en: "This page goes on by itself once you have confirmed.",
    th: "หน้านี้จะไปต่อโดยอัตโนมัติเมื่อคุณยืนยันแล้ว",
    ja: "確認が済むと、このページは自動的に進みます。",
  },
  haveConfirmed: { en: "I have confirmed", th: "ฉันยืนยันแล้ว", ja: "確認しました" },

  goTo: { en: "Continue to {app}", th: "ไปที่ {app}", ja: "{app} へ進む" },
  goToDetail: {
    en: "You confirm the payment there and come back to this page.",
    th: "คุณยืนยันการชำระเงินที่นั่น แล้วจะกลับมาที่หน้านี้",
    ja: "そちらでお支払いを確認すると、このページに戻ります。",
  },
  scanCode: { en: "Scan to pay with {app}", th: "สแกนเพื่อชำระด้วย {app}", ja: "{app} で読み取って支払う" },
  showCode: {
    en: "Show this barcode to pay with {app}",
    th: "แสดงบาร์โค้ดนี้เพื่อชำระด้วย {app}",
    ja: "{app} でこのバーコードを提示して支払う",
  },
  saveCode: { en: "Save the code as a picture", th: "บันทึกรูปคิวอาร์โค้ด", ja: "コードを画像として保存" },
  saveCodeDetail: {
    en: "To pay on this phone, save it and choose it in the scanner of your app.",
    th: "หากจ่ายด้วยโทรศัพท์เครื่องนี้ ให้บันทึกรูป แล้วเลือกรูปในหน้าสแกนของแอป",
    ja: "この端末で支払うときは、保存した画像をアプリの読み取り画面で選んでください。",
  },
  payUnder: { en: "Pay under these numbers", th: "ชำระเงินโดยใช้หมายเลขเหล่านี้", ja: "次の番号を使って支払う" },
  goesOnPaid: {
    en: "This page goes on by itself once you have paid.",
    th: "หน้านี้จะไปต่อโดยอัตโนมัติเมื่อคุณชำระเงินแล้ว",
    ja: "お支払いが済むと、このページは自動的に進みます。",
  },
  scanned: { en: "The shop has scanned your code", th: "ร้านค้าสแกนโค้ดของคุณแล้ว", ja: "店舗がコードを読み取りました" },
  scannedDetail: {
    en: "Open the app that showed the code, and confirm the payment there.",
    th: "เปิดแอปที่แสดงโค้ด แล้วยืนยันการชำระเงินในแอป",
    ja: "コードを表示したアプリを開き、お支払いを確認してください。",
  },
} as const satisfies Record<string, Texts>;

/** Names of the numbers under which a bill is paid, by their names in the API. */
export const numberNames: Readonly<Record<string, Texts>> = {
  omise_tax_id: { en: "Tax number", th: "เลขประจำตัวผู้เสียภาษี", ja: "納税者番号" },
  reference_number_1: { en: "Reference 1", th: "หมายเลขอ้างอิง 1", ja: "参照番号 1" },
  payment_code: { en: "Payment code", th: "รหัสชำระเงิน", ja: "支払番号" },
  reference_number_2: { en: "Reference 2", th: "หมายเลขอ้างอิง 2", ja: "参照番号 2" },
};
