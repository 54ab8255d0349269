import { type Role, roleNames } from "../../../src/domain/team/role.ts";
import { useTexts } from "../language.tsx";
import { useSession } from "../session.tsx";
import settingClasses from "../settings/setting.module.css";
import { shellTexts } from "../texts/shell.ts";
import { teamTexts } from "../texts/team.ts";

/** Choice of a role, with descriptions; only owners may choose "owner". */
export function RoleChoice({ role, choose }: { role: Role; choose: (role: Role) => void }) {
  const t = useTexts(teamTexts);
  const words = useTexts(shellTexts);
  const { member } = useSession();
  return (
    <fieldset className={settingClasses.fieldset} aria-label={t.role}>
      <div className={settingClasses.choices}>
        {roleNames.map((name) => (
          <label key={name} className={settingClasses.choice}>
            <input
              type="radio"
              name="role"
              checked={role === name}
              disabled={name === "owner" && member.role !== "owner"}
              onChange={() => choose(name)}
            />
            <span>
              <strong>{words.roles[name]}</strong>
              <span className="quiet">{t.roleHints[name]}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
