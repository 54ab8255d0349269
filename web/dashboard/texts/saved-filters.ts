import { texts } from "../language.tsx";

export const savedFilterTexts = texts({
  en: {
    label: "Saved filters",
    keep: "Save this filter",
    name: "Name of the filter",
    save: "Save",
    cancel: "Cancel",
    saved: "The filter is saved",
    remove: (name: string) => `Remove the filter ${name}`,
    removed: "The filter is removed",
  },
  th: {
    label: "ตัวกรองที่บันทึกไว้",
    keep: "บันทึกตัวกรองนี้",
    name: "ชื่อตัวกรอง",
    save: "บันทึก",
    cancel: "ยกเลิก",
    saved: "บันทึกตัวกรองแล้ว",
    remove: (name: string) => `ลบตัวกรอง ${name}`,
    removed: "ลบตัวกรองแล้ว",
  },
});
