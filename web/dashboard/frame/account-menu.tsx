import { Menu, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { post } from "../api.ts";
import { type Language, languages, useLanguage, useTexts } from "../language.tsx";
import { useGo } from "../navigation.tsx";
import { queries } from "../queries.ts";
import { useSession } from "../session.tsx";
import { shellTexts } from "../texts/shell.ts";
import { Icon } from "../ui/icon.tsx";
import classes from "./account-menu.module.css";

/** Who is signed in, and what is theirs alone: their account, their language, their light. */
export function AccountMenu() {
  const t = useTexts(shellTexts);
  const { member } = useSession();
  const { language, choose } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const go = useGo();
  const signOut = useSignOut();
  const mark = (chosen: boolean) => (chosen ? <Icon name="check" size={16} /> : <span className={classes.room} />);
  return (
    <Menu position="top-start" width={240} shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.button} aria-label={t.accountMenu(member.name)}>
          <span className={classes.initial} aria-hidden="true">
            {initialOf(member.name)}
          </span>
          <span className={classes.who}>
            <span className={classes.name}>{member.name}</span>
            <span className={classes.role}>{t.roles[member.role]}</span>
          </span>
          <Icon name="more" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Icon name="account" size={16} />} onClick={() => go("/account")}>
          {t.yourAccount}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t.language}</Menu.Label>
        {Object.entries(languages).map(([name, own]) => (
          <Menu.Item
            key={name}
            lang={name}
            leftSection={mark(name === language)}
            onClick={() => choose(name as Language)} // the keys of the table
          >
            {own}
          </Menu.Item>
        ))}
        <Menu.Label>{t.theme}</Menu.Label>
        {(["light", "dark", "auto"] as const).map((scheme) => (
          <Menu.Item key={scheme} leftSection={mark(scheme === colorScheme)} onClick={() => setColorScheme(scheme)}>
            {t.themes[scheme]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="out" size={16} />} onClick={() => void signOut()}>
          {t.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Nothing that was read stays behind for whoever sits here next. */
function useSignOut(): () => Promise<void> {
  const navigate = useNavigate();
  return async () => {
    await post(null, "sign-out");
    await navigate({ to: "/sign-in" });
    queries.clear();
  };
}

/** The first letter of a name; Thai vowels that are written before their consonant are none. */
function initialOf(name: string): string {
  return (
    name
      .replace(/^[เ-ไ\s]+/, "")
      .charAt(0)
      .toUpperCase() || "?"
  );
}
