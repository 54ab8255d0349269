import type { Texts } from "./language.ts";

/** Texts of the home page in every language. Guides for engineers are in English, like the API's reference. */
export const guideTexts = {
  home: {
    version: { en: "version {version}", th: "เวอร์ชัน {version}", ja: "バージョン {version}" },
    title: {
      en: "This payment gateway is running",
      th: "เกตเวย์ชำระเงินนี้กำลังทำงาน",
      ja: "この決済ゲートウェイは稼働中です",
    },
    lead: {
      en: "Chamra speaks the Omise REST API: K PLUS and white-label card installments, with webhooks and a ledger behind them.",
      th: "Chamra ใช้ REST API แบบเดียวกับ Omise รองรับ K PLUS และการผ่อนชำระด้วยบัตร พร้อมเว็บฮุกและบัญชีแยกประเภท",
      ja: "Chamra は Omise の REST API に対応し、K PLUS とカード分割払いを扱います。Webhook と帳簿も備えています。",
    },
    noSimulators: {
      en: "The simulated banks of test mode are off on this server, so no test payment can be made. The setting:",
      th: "เซิร์ฟเวอร์นี้ปิดธนาคารจำลองของโหมดทดสอบอยู่ จึงชำระเงินทดสอบไม่ได้ การตั้งค่า:",
      ja: "このサーバーではテストモードの模擬銀行が無効のため、テスト決済はできません。設定:",
    },
    firstPayment: {
      en: "Make a first K PLUS payment",
      th: "ลองชำระเงินด้วย K PLUS ครั้งแรก",
      ja: "最初の K PLUS 決済を試す",
    },
    firstPaymentNext: {
      en: "Put your secret test key for {key}, open the {address} of the answer, and choose how the payment ends.",
      th: "ใส่คีย์ลับของโหมดทดสอบแทน {key} เปิด {address} ที่ได้รับ แล้วเลือกว่าการชำระเงินจะจบอย่างไร",
      ja: "{key} をテスト用のシークレットキーに置き換え、応答の {address} を開いて、結果を選びます。",
    },
    libraries: { en: "Your library", th: "ไลบรารีของคุณ", ja: "お使いのライブラリ" },
    librariesAbout: {
      en: "The lines that point it here. A whole program comes here unchanged by:",
      th: "บรรทัดที่ทำให้ไลบรารีเรียกมาที่นี่ หรือไม่ต้องแก้โปรแกรมเลย โดยใช้คำสั่ง:",
      ja: "ライブラリの接続先をここに変える行です。プログラムを変えずに使うには:",
    },
    whereTo: { en: "Where to go", th: "ไปต่อที่", ja: "リンク" },
    dashboard: { en: "Dashboard", th: "แดชบอร์ด", ja: "ダッシュボード" },
    dashboardAbout: {
      en: ": charges, keys, webhooks and every request",
      th: ": รายการชำระเงิน คีย์ เว็บฮุก และคำขอทั้งหมด",
      ja: ": 決済、キー、Webhook、すべてのリクエスト",
    },
    demo: { en: "Demo shop", th: "ร้านค้าตัวอย่าง", ja: "デモショップ" },
    demoAbout: {
      en: ", to buy something and pay (on this machine only)",
      th: " ลองซื้อและชำระเงิน (เฉพาะบนเครื่องนี้)",
      ja: ": 購入して支払いを試せます(このマシンのみ)",
    },
    wallets: { en: "Wallets", th: "วอลเล็ต", ja: "ウォレット" },
    walletsAbout: {
      en: ": simulated Google Pay and Apple Pay",
      th: ": Google Pay และ Apple Pay จำลอง",
      ja: ": 模擬の Google Pay と Apple Pay",
    },
    kplus: { en: "K PLUS phone", th: "โทรศัพท์ K PLUS", ja: "K PLUS フォン" },
    kplusAbout: {
      en: ", the simulated bank of test mode",
      th: " ธนาคารจำลองของโหมดทดสอบ",
      ja: ": テストモードの模擬銀行",
    },
    phone: { en: "Test phone", th: "โทรศัพท์ทดสอบ", ja: "テスト用フォン" },
    phoneAbout: {
      en: ", every other bank app and wallet of test mode",
      th: " แอปธนาคารและวอลเล็ตอื่นทั้งหมดของโหมดทดสอบ",
      ja: ": テストモードのその他すべての銀行アプリとウォレット",
    },
    docs: { en: "API reference", th: "เอกสารอ้างอิง API", ja: "API リファレンス" },
    docsAbout: { en: ", to read and try out", th: " สำหรับอ่านและลองใช้", ja: ": 読んで試せます" },
    testCards: { en: "Test cards", th: "บัตรทดสอบ", ja: "テストカード" },
    testCardsAbout: {
      en: ": which number ends in what",
      th: ": หมายเลขใดให้ผลอย่างไร",
      ja: ": 番号ごとの結果",
    },
    webhooks: { en: "Webhooks", th: "เว็บฮุก", ja: "Webhook" },
    webhooksAbout: {
      en: ": how your server hears of payments",
      th: ": วิธีที่เซิร์ฟเวอร์ของคุณได้รับแจ้งผลการชำระเงิน",
      ja: ": サーバーが決済を知る方法",
    },
    errors: { en: "Errors", th: "ข้อผิดพลาด", ja: "エラー" },
    errorsAbout: {
      en: ": every code, and what to do",
      th: ": รหัสทั้งหมดและวิธีแก้",
      ja: ": すべてのコードと対処法",
    },
    openapiAbout: { en: ", the reference for programs", th: " เอกสารอ้างอิงสำหรับโปรแกรม", ja: ": プログラム向けの仕様" },
    health: { en: "Health", th: "สถานะระบบ", ja: "稼働状態" },
    healthAbout: { en: " of this gateway", th: " ของเกตเวย์นี้", ja: ": このゲートウェイの状態" },
  },
} as const satisfies Record<string, Record<string, Texts>>;
