import { texts } from "../language.tsx";

export const downloadTexts = texts({
  en: {
    button: "Download CSV",
    title: "Download as CSV",
    scopes: {
      charges: "All charges that match the filters, newest first, in amounts of baht and satang.",
      customers: "All customers that match the search, newest first, with the default card of each.",
      schedules: "All schedules, newest first, with their dates. What they charged is among the charges.",
      transactions:
        "All transactions of the days chosen, newest first, with gross, fee, VAT, interest, net and the balance after each: a statement of your account.",
      settlements: "The report as shown, a line for each day or payout, oldest first.",
      refunds: "All refunds of the days chosen, newest first, with what each took from the balance.",
      disputes: "All disputes of the days chosen, newest first, with their state and the end of the time to answer.",
      links: "All payment links of the days chosen, newest first, removed ones too, each with its address.",
    },
    names: {
      charges: "Charges",
      customers: "Customers",
      schedules: "Schedules",
      transactions: "Transactions",
      settlements: "Settlement",
      refunds: "Refunds",
      disputes: "Disputes",
      links: "Payment links",
    },
    rows: (name: string, count: string) => `${name} read: ${count}`,
    start: "Download",
    again: "Download again",
    saved: (name: string, count: string) => `Saved. ${name}: ${count}.`,
    broken: "The connection broke before all was there. Nothing was saved.",
  },
  th: {
    button: "ดาวน์โหลด CSV",
    title: "ดาวน์โหลดเป็น CSV",
    scopes: {
      charges: "ทุกรายการที่ตรงกับตัวกรอง เรียงจากใหม่ไปเก่า แสดงยอดทั้งหน่วยบาทและสตางค์",
      customers: "ลูกค้าทุกคนที่ตรงกับการค้นหา เรียงจากใหม่ไปเก่า พร้อมบัตรหลักของแต่ละคน",
      schedules: "ทุกกำหนดการ เรียงจากใหม่ไปเก่า พร้อมวันที่ ยอดที่เรียกเก็บแล้วอยู่ในรายการชำระเงิน",
      transactions:
        "ทุกรายการเดินบัญชีในช่วงวันที่เลือก เรียงจากใหม่ไปเก่า พร้อมยอดก่อนหัก ค่าธรรมเนียม VAT ดอกเบี้ย ยอดสุทธิ และยอดคงเหลือหลังแต่ละรายการ ใช้เป็นใบแจ้งยอดได้",
      settlements: "รายงานตามที่แสดง หนึ่งบรรทัดต่อหนึ่งวันหรือหนึ่งการโอนออก เรียงจากเก่าไปใหม่",
      refunds: "ทุกการคืนเงินในช่วงวันที่เลือก เรียงจากใหม่ไปเก่า พร้อมยอดที่หักจากยอดเงินคงเหลือ",
      disputes: "ทุกข้อโต้แย้งในช่วงวันที่เลือก เรียงจากใหม่ไปเก่า พร้อมสถานะและกำหนดตอบ",
      links: "ทุกลิงก์ชำระเงินในช่วงวันที่เลือก เรียงจากใหม่ไปเก่า รวมลิงก์ที่ลบแล้ว พร้อมที่อยู่ของลิงก์",
    },
    names: {
      charges: "รายการชำระเงิน",
      customers: "ลูกค้า",
      schedules: "กำหนดการ",
      transactions: "รายการเดินบัญชี",
      settlements: "สรุปยอดรับเงิน",
      refunds: "การคืนเงิน",
      disputes: "ข้อโต้แย้ง",
      links: "ลิงก์ชำระเงิน",
    },
    rows: (name: string, count: string) => `${name} อ่านแล้ว ${count} รายการ`,
    start: "ดาวน์โหลด",
    again: "ดาวน์โหลดอีกครั้ง",
    saved: (name: string, count: string) => `บันทึกแล้ว ${name} ${count} รายการ`,
    broken: "การเชื่อมต่อขาดก่อนข้อมูลครบ จึงไม่ได้บันทึกไฟล์",
  },
});
