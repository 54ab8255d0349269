import { texts } from "../language.tsx";

export const shortcutTexts = texts({
  en: {
    title: "Keyboard shortcuts",
    on: "Single keys are shortcuts",
    onHint: "Switched off, no single key does anything in this browser. This list stays in the menu of your account.",
    between: "then",
    acts: { search: "Search charges", list: "This list" },
  },
  th: {
    title: "แป้นพิมพ์ลัด",
    on: "ใช้แป้นพิมพ์ลัด",
    onHint: "เมื่อปิด การกดแป้นเดียวจะไม่มีผลในเบราว์เซอร์นี้ และยังเปิดรายการนี้ได้จากเมนูบัญชีของคุณ",
    between: "แล้วกด",
    acts: { search: "ค้นหารายการชำระเงิน", list: "รายการนี้" },
  },
});
