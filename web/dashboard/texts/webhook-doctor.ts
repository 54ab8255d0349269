import type { Finding } from "../../../src/operations/event/doctor.ts";
import { texts } from "../language.tsx";

type Tries = Record<"genuine" | "forged" | "replayed", string>;

export const webhookDoctorTexts = texts<{
  title: string;
  lead: string;
  examine: string;
  noEndpoint: string;
  nothingYet: string;
  findings: Record<Finding, string>;
  tries: Tries;
  noAnswer: string;
}>({
  en: {
    title: "Why does nothing arrive?",
    lead: "Sends each endpoint an example event, and where it is taken also one that a stranger signed and a copy of an hour ago, which your server should refuse.",
    examine: "Examine the endpoints",
    noEndpoint: "No endpoint is set, so nobody is told of anything.",
    nothingYet: "Nothing has happened yet in this mode that an endpoint could have been told of.",
    findings: {
      not_allowed: "Events may not be sent to this address.",
      unreachable: "Nothing answers there. Start your server, or correct the address.",
      tls: "The connection is not safe. Mend the certificate; in test mode http:// is allowed.",
      redirect: "It redirects, and redirects are not followed. Set the address that it leads to.",
      refused:
        "It refuses a genuine event. See that the path is right, that it takes POST with JSON, and that it has the signing secret of this mode.",
      failed: "Your server fails at it. Its own log says why.",
      forged_taken: "It takes an event that a stranger signed. Check the signature before anything else.",
      replayed_taken:
        "It takes a copy that was signed an hour ago. Refuse what is older than five minutes, or see that a second copy of an event changes nothing.",
      well: "It takes what is genuine, and nothing else.",
    },
    tries: { genuine: "Genuine event", forged: "Forged event", replayed: "Copy of an hour ago" },
    noAnswer: "No answer",
  },
  th: {
    title: "ทำไมไม่มีอะไรมาถึง",
    lead: "ส่งเหตุการณ์ตัวอย่างไปยังแต่ละปลายทาง เมื่อปลายทางตอบรับแล้วจะส่งเหตุการณ์ที่คนอื่นลงลายเซ็น และสำเนาของหนึ่งชั่วโมงก่อน ซึ่งเซิร์ฟเวอร์ของคุณควรปฏิเสธ",
    examine: "ตรวจปลายทาง",
    noEndpoint: "ยังไม่ได้ตั้งปลายทาง จึงไม่มีใครได้รับแจ้ง",
    nothingYet: "ในโหมดนี้ยังไม่มีเหตุการณ์ใดที่จะแจ้งปลายทาง",
    findings: {
      not_allowed: "ไม่อนุญาตให้ส่งเหตุการณ์ไปยังที่อยู่นี้",
      unreachable: "ไม่มีอะไรตอบที่นั่น เปิดเซิร์ฟเวอร์ของคุณ หรือแก้ที่อยู่ให้ถูกต้อง",
      tls: "การเชื่อมต่อไม่ปลอดภัย โปรดแก้ใบรับรอง ในโหมดทดสอบใช้ http:// ได้",
      redirect: "ปลายทางเปลี่ยนเส้นทาง ซึ่งระบบไม่ตามไป โปรดตั้งที่อยู่ปลายทางจริง",
      refused: "ปลายทางปฏิเสธเหตุการณ์จริง ตรวจว่าเส้นทางถูกต้อง รับ POST แบบ JSON และใช้รหัสลับของโหมดนี้",
      failed: "เซิร์ฟเวอร์ของคุณทำงานผิดพลาด ดูสาเหตุได้ในบันทึกของเซิร์ฟเวอร์",
      forged_taken: "ปลายทางรับเหตุการณ์ที่คนอื่นลงลายเซ็น โปรดตรวจลายเซ็นก่อนทำสิ่งอื่น",
      replayed_taken: "ปลายทางรับสำเนาที่ลงลายเซ็นไว้หนึ่งชั่วโมงก่อน ให้ปฏิเสธสิ่งที่เก่ากว่าห้านาที หรือให้แน่ใจว่าสำเนาที่สองไม่เปลี่ยนแปลงสิ่งใด",
      well: "รับเฉพาะเหตุการณ์จริง และไม่รับอย่างอื่น",
    },
    tries: { genuine: "เหตุการณ์จริง", forged: "เหตุการณ์ปลอม", replayed: "สำเนาหนึ่งชั่วโมงก่อน" },
    noAnswer: "ไม่มีคำตอบ",
  },
});
