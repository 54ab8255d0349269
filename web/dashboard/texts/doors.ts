import { texts } from "../language.tsx";

/** Texts of sign-in, single-use links and invitations. */
export const doorTexts = texts({
  en: {
    signIn: "Sign in",
    lead: "The dashboard of this payment gateway",
    email: "E-mail",
    password: "Password",
    code: "Code of your authenticator app",
    codeHint: "Six digits that change every 30 seconds.",
    noPassword:
      "No password yet? An invitation leads to one. For the first owner, and for whoever forgot theirs, this command on the server makes a link:",
    entering: "Signing you in",
    badLink: "This link does not let you in",
    badLinkHint: "Each link works once and not for long. Ask for a new one, or sign in with your password.",
    toSignIn: "To the sign-in page",
    join: "Join the team",
    joinLead: "Choose how you are called and a password, and you are in.",
    name: "Your name",
    passwordHint: "At least 12 characters. A few words that only you would put together are easy to remember.",
    joinAction: "Join",
  },
  th: {
    signIn: "เข้าสู่ระบบ",
    lead: "แดชบอร์ดของเกตเวย์รับชำระเงินนี้",
    email: "อีเมล",
    password: "รหัสผ่าน",
    code: "รหัสจากแอปยืนยันตัวตน",
    codeHint: "ตัวเลข 6 หลักที่เปลี่ยนทุก 30 วินาที",
    noPassword: "ยังไม่มีรหัสผ่านใช่ไหม ตั้งได้จากลิงก์เชิญ สำหรับเจ้าของคนแรกหรือผู้ที่ลืมรหัสผ่าน สร้างลิงก์บนเซิร์ฟเวอร์ได้ด้วยคำสั่ง",
    entering: "กำลังเข้าสู่ระบบ",
    badLink: "ลิงก์นี้ใช้เข้าสู่ระบบไม่ได้",
    badLinkHint: "แต่ละลิงก์ใช้ได้ครั้งเดียวและมีอายุสั้น โปรดขอลิงก์ใหม่ หรือเข้าสู่ระบบด้วยรหัสผ่าน",
    toSignIn: "ไปหน้าเข้าสู่ระบบ",
    join: "เข้าร่วมทีม",
    joinLead: "ระบุชื่อและตั้งรหัสผ่านเพื่อเริ่มใช้งาน",
    name: "ชื่อของคุณ",
    passwordHint: "อย่างน้อย 12 ตัวอักษร ใช้คำหลายคำที่มีแต่คุณที่จะนำมาต่อกันจะจำง่าย",
    joinAction: "เข้าร่วม",
  },
});
