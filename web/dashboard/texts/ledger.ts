import { texts } from "../language.tsx";

/** Texts of the range of days. */
export const daysTexts = texts({
  en: { from: "From day", to: "To day", total: (count: string) => `${count} in all` },
  th: { from: "ตั้งแต่วันที่", to: "ถึงวันที่", total: (count: string) => `ทั้งหมด ${count} รายการ` },
});

export const refundsTexts = texts({
  en: {
    title: "Refunds",
    columns: { amount: "Amount", status: "Status", charge: "Charge", id: "Refund", created: "Created" },
    emptyTitle: "No refunds yet",
    emptyHint: "Open a paid charge and choose Refund.",
    nothingTitle: "No refund in these days",
    nothingHint: "Choose other days.",
    toCharges: "See paid charges",
  },
  th: {
    title: "การคืนเงิน",
    columns: { amount: "ยอดเงิน", status: "สถานะ", charge: "รายการชำระเงิน", id: "การคืนเงิน", created: "สร้างเมื่อ" },
    emptyTitle: "ยังไม่มีการคืนเงิน",
    emptyHint: "เปิดรายการที่ชำระแล้ว แล้วเลือกคืนเงิน",
    nothingTitle: "ไม่มีการคืนเงินในช่วงวันนี้",
    nothingHint: "เลือกช่วงวันอื่น",
    toCharges: "ดูรายการที่ชำระแล้ว",
  },
});

export const balanceTexts = texts({
  en: {
    title: "Balance",
    total: "Total",
    totalHint: "What the gateway owes you, after fees, VAT and refunds.",
    transferable: "Transferable",
    transferableHint: "Settled: past the hold, and not promised to a refund.",
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
    transferableHint: "พ้นช่วงพักยอดแล้ว และไม่ได้กันไว้คืนเงิน",
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
      net: "Net",
      kind: "What happened",
      gross: "Gross",
      fee: "Fee",
      interest: "Interest",
      vat: "VAT",
      created: "Booked",
      transferable: "Transferable",
    },
    kinds: {
      "charge.captured.net": "Charge captured",
      "charge.voided.net": "Charge voided",
      "refund.created.debit": "Refund",
      "transfer.sent.debit": "Transfer",
      "transfer.failed.credit": "Transfer returned",
      "dispute.started.debit": "Dispute opened",
      "dispute.won.credit": "Dispute won",
    },
    nothingTitle: "No transaction in these days",
    nothingHint: "Choose other days.",
    emptyTitle: "No transactions yet",
    emptyHint: "The first paid charge makes the first one.",
    sums: "Sums of these days",
    tooMany: "These are too many to add up here. Choose fewer days, or download them.",
  },
  th: {
    title: "รายการเดินบัญชี",
    intro: "ทุกความเคลื่อนไหวของยอดเงินตามบัญชีแยกประเภท",
    columns: {
      net: "ยอดสุทธิ",
      kind: "เกิดอะไรขึ้น",
      gross: "ยอดก่อนหัก",
      fee: "ค่าธรรมเนียม",
      interest: "ดอกเบี้ย",
      vat: "VAT",
      created: "ลงบัญชีเมื่อ",
      transferable: "โอนได้เมื่อ",
    },
    kinds: {
      "charge.captured.net": "เรียกเก็บเงิน",
      "charge.voided.net": "ยกเลิกการเรียกเก็บ",
      "refund.created.debit": "คืนเงิน",
      "transfer.sent.debit": "โอนเงินออก",
      "transfer.failed.credit": "เงินโอนคืนกลับ",
      "dispute.started.debit": "เปิดข้อโต้แย้ง",
      "dispute.won.credit": "ชนะข้อโต้แย้ง",
    },
    nothingTitle: "ไม่มีรายการในช่วงวันนี้",
    nothingHint: "เลือกช่วงวันอื่น",
    emptyTitle: "ยังไม่มีรายการเดินบัญชี",
    emptyHint: "รายการแรกที่ชำระแล้วจะสร้างรายการเดินบัญชีแรก",
    sums: "ยอดรวมของช่วงวันนี้",
    tooMany: "รายการมากเกินกว่าจะรวมยอดที่นี่ได้ เลือกช่วงวันให้สั้นลง หรือดาวน์โหลดไฟล์",
  },
});
