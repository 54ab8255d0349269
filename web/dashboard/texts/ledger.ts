import { texts } from "../language.tsx";

export const refundsTexts = texts({
  en: {
    title: "Refunds",
    columns: { amount: "Amount", status: "Status", charge: "Charge", id: "Refund", created: "Created" },
    emptyTitle: "No refunds yet",
    emptyHint: "Open a paid charge and choose Refund.",
    toCharges: "See paid charges",
    total: (count: string) => `${count} in all`,
  },
  th: {
    title: "การคืนเงิน",
    columns: { amount: "ยอดเงิน", status: "สถานะ", charge: "รายการชำระเงิน", id: "การคืนเงิน", created: "สร้างเมื่อ" },
    emptyTitle: "ยังไม่มีการคืนเงิน",
    emptyHint: "เปิดรายการที่ชำระแล้ว แล้วเลือกคืนเงิน",
    toCharges: "ดูรายการที่ชำระแล้ว",
    total: (count: string) => `ทั้งหมด ${count} รายการ`,
  },
});

export const balanceTexts = texts({
  en: {
    title: "Balance",
    total: "Total",
    totalHint: "What the gateway owes you, after fees, VAT and refunds.",
    transferable: "Transferable",
    transferableHint: "Can be paid out now.",
    onHold: "On hold",
    onHoldHint: "Becomes transferable 7 days after it was captured.",
    latest: "Latest movements",
    seeAll: "See all transactions",
    live: "Every figure is read from the ledger.",
  },
  th: {
    title: "ยอดเงินคงเหลือ",
    total: "ทั้งหมด",
    totalHint: "ยอดที่เกตเวย์ต้องจ่ายคุณ หลังหักค่าธรรมเนียม ภาษี และการคืนเงิน",
    transferable: "โอนได้",
    transferableHint: "โอนออกได้ทันที",
    onHold: "พักไว้",
    onHoldHint: "โอนได้หลังเรียกเก็บแล้ว 7 วัน",
    latest: "ความเคลื่อนไหวล่าสุด",
    seeAll: "ดูรายการเดินบัญชีทั้งหมด",
    live: "ทุกตัวเลขมาจากบัญชีแยกประเภท",
  },
});

export const transactionsTexts = texts({
  en: {
    title: "Transactions",
    intro: "Every movement of the balance, as the ledger has it.",
    columns: {
      amount: "Amount",
      kind: "What happened",
      origin: "Because of",
      created: "Booked",
      transferable: "Transferable",
    },
    kinds: {
      "charge.captured.net": "Charge captured, net of fees",
      "charge.voided.net": "Charge voided",
      "refund.created.debit": "Refund",
    },
    nothingTitle: "No transaction in these days",
    nothingHint: "Choose other days.",
    emptyTitle: "No transactions yet",
    emptyHint: "The first paid charge makes the first one.",
    total: (count: string) => `${count} in all`,
    from: "From day",
    to: "To day",
  },
  th: {
    title: "รายการเดินบัญชี",
    intro: "ทุกความเคลื่อนไหวของยอดเงินตามบัญชีแยกประเภท",
    columns: {
      amount: "ยอดเงิน",
      kind: "เกิดอะไรขึ้น",
      origin: "เพราะ",
      created: "ลงบัญชีเมื่อ",
      transferable: "โอนได้เมื่อ",
    },
    kinds: {
      "charge.captured.net": "เรียกเก็บเงิน สุทธิหลังค่าธรรมเนียม",
      "charge.voided.net": "ยกเลิกการเรียกเก็บ",
      "refund.created.debit": "คืนเงิน",
    },
    nothingTitle: "ไม่มีรายการในช่วงวันนี้",
    nothingHint: "เลือกช่วงวันอื่น",
    emptyTitle: "ยังไม่มีรายการเดินบัญชี",
    emptyHint: "รายการแรกที่ชำระแล้วจะสร้างรายการเดินบัญชีแรก",
    total: (count: string) => `ทั้งหมด ${count} รายการ`,
    from: "ตั้งแต่วันที่",
    to: "ถึงวันที่",
  },
});
