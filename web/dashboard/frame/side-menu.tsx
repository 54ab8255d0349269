import { useInMenu } from "../in-menu.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { Go } from "../navigation.tsx";
import { type Group, pages } from "../pages.ts";
import { shellTexts } from "../texts/shell.ts";
import { Icon } from "../ui/icon.tsx";
import { useCurrentPage } from "./current-page.ts";
import classes from "./side-menu.module.css";

const groups: readonly Group[] = ["home", "payments", "developers", "settings", "operator"];

/** Menu of the views by subject. Views that no role may open here are left out; views that only this role may not open say so when opened. */
export function SideMenu({ onChosen }: { onChosen?: () => void }) {
  const t = useTexts(shellTexts);
  const { language } = useLanguage();
  const here = useCurrentPage();
  const shown = pages.filter(useInMenu());
  return (
    <nav className={classes.menu} aria-label={t.mainMenu}>
      {groups.map((group) => {
        const entries = shown.filter(({ menu }) => menu?.group === group);
        return entries.length === 0 ? null : (
          <div key={group}>
            {group !== "home" && <h2 className={classes.group}>{t.groups[group]}</h2>}
            <ul className={classes.list}>
              {entries.map(({ path, title, menu }) => {
                const current = here && (here.path === path || (path !== "/" && here.path.startsWith(`${path}/`)));
                return (
                  <li key={path}>
                    <Go
                      to={path}
                      className={classes.entry}
                      aria-current={current ? "page" : undefined}
                      onClick={onChosen}
                    >
                      {menu && <Icon name={menu.icon} />}
                      {title[language]}
                    </Go>
                  </li>
                );
              })}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
