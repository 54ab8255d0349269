import { useTexts } from "../language.tsx";
import { Go } from "../navigation.tsx";
import { useSession } from "../session.tsx";
import { shellTexts } from "../texts/shell.ts";
import { Icon } from "../ui/icon.tsx";
import { useCurrentPage } from "./current-page.ts";
import classes from "./first-password.module.css";

const kept = "chamra-by-link";

/** Records that this tab was signed in by a single-use link. */
export const noteLink = (): void => sessionStorage.setItem(kept, "yes");

/** Reminds members who signed in by a link, on every view, until they have set a password. */
export function FirstPassword() {
  const t = useTexts(shellTexts);
  const { member } = useSession();
  const here = useCurrentPage();
  if (member.has_password || here?.path === "/account" || sessionStorage.getItem(kept) === null) return null;
  return (
    <p className={classes.notice}>
      <Icon name="lock" size={16} />
      <span>
        {t.firstPassword} <Go to="/account">{t.setPassword}</Go>
      </span>
    </p>
  );
}
