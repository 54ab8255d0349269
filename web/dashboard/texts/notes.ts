import { texts } from "../language.tsx";

export const noteTexts = texts({
  en: {
    title: "Notes",
    lead: "For your team only.",
    none: "Nobody has written one.",
    label: "New note",
    add: "Write the note",
    added: "The note is written",
    remove: "Remove",
    removeOf: (name: string) => `Remove the note of ${name}`,
    removed: "The note is removed",
  },
  th: {
    title: "บันทึก",
    lead: "เห็นเฉพาะทีมของคุณ",
    none: "ยังไม่มีใครเขียน",
    label: "บันทึกใหม่",
    add: "เขียนบันทึก",
    added: "เขียนบันทึกแล้ว",
    remove: "ลบ",
    removeOf: (name: string) => `ลบบันทึกของ ${name}`,
    removed: "ลบบันทึกแล้ว",
  },
});
