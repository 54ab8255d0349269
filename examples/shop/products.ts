export type Language = "th" | "en";

/** Prices in satang. */
export const products = [
  {
    id: "tea",
    price: 2_450_00,
    name: { th: "ชุดน้ำชาศิลาดล", en: "Celadon tea set" },
    detail: { th: "กาหนึ่งใบ ถ้วยสี่ใบ เคลือบขี้เถ้าไม้", en: "A pot and four cups, wood-ash glaze" },
  },
  {
    id: "vase",
    price: 5_900_00,
    name: { th: "แจกันฝนแรก", en: "First Rain vase" },
    detail: { th: "ขึ้นรูปด้วยมือ สูง 38 ซม.", en: "Thrown by hand, 38 cm tall" },
  },
  {
    id: "bowl",
    price: 690_00,
    name: { th: "ชามลายคราม", en: "Indigo bowl" },
    detail: { th: "วาดลายทีละใบ ใช้กับไมโครเวฟได้", en: "Each one painted, safe in the microwave" },
  },
  {
    id: "cup",
    price: 320_00,
    name: { th: "ถ้วยเตาฟืน", en: "Wood-kiln cup" },
    detail: { th: "ไม่มีสองใบที่เหมือนกัน", en: "No two are alike" },
  },
] as const;

/** The first language of the browser's list that the shop has. */
export function languageOf(wanted: unknown): Language | undefined {
  const names = String(wanted ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim().slice(0, 2));
  return (["th", "en"] as const).find((language) => language === names.find((name) => name === "th" || name === "en"));
}
