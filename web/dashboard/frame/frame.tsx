import { useQuery } from "@tanstack/react-query";
import { Navigate, Outlet, useParams, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useFeed } from "../feed.ts";
import { useTexts } from "../language.tsx";
import { isMode, keepMode, useMode } from "../mode.ts";
import { showIn } from "../money/amount.ts";
import { Go } from "../navigation.tsx";
import { type Session, SessionContext, sessionQuery } from "../session.tsx";
import { Shortcuts } from "../shortcuts/shortcuts.ts";
import { shellTexts } from "../texts/shell.ts";
import { Icon } from "../ui/icon.tsx";
import { part } from "../ui/part.tsx";
import { Failure, Loading, NotFound } from "../ui/state.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { FirstPassword } from "./first-password.tsx";
import classes from "./frame.module.css";
import { ModeSwitch } from "./mode-switch.tsx";
import { SideMenu } from "./side-menu.tsx";
import { TestBar } from "./test-bar.tsx";
import { useOpening } from "./use-opening.ts";

/** Used on phones only, so loaded there only. */
const MenuDrawer = part(async () => (await import("./menu-drawer.tsx")).MenuDrawer, null);

/** Rarely shown, so loaded on demand. */
const ShortcutList = part(async () => (await import("../shortcuts/shortcut-list.tsx")).ShortcutList, null);

const CodesFirst = part(async () => (await import("./codes-first.tsx")).CodesFirst, <Loading lines={5} />);

/** The frame around every view of a mode; an address without a valid mode is not found. */
export function Frame() {
  const { mode } = useParams({ strict: false }) as { mode?: string };
  if (isMode(mode)) return <Inside />;
  return (
    <main className={classes.before}>
      <NotFound />
    </main>
  );
}

/** Redirects to the sign-in page, and back afterwards, if nobody is signed in. */
function Inside() {
  const session = useQuery(sessionQuery);
  if (session.data?.codes_missing) return <CodesFirst session={session.data} />;
  if (session.data) return <Framed session={session.data} />;
  if (session.data === null) return <ToTheDoor />;
  return (
    <main className={classes.before}>
      {session.isError ? (
        <Failure error={session.error} whole retry={() => void session.refetch()} />
      ) : (
        <Loading lines={5} />
      )}
    </main>
  );
}

/** Uses the address at arrival: during the redirect the current address is already the sign-in page's. */
function ToTheDoor() {
  const { state } = useRouter();
  const [wanted] = useState(state.location.href);
  return <Navigate to="/sign-in" search={{ to: wanted }} replace />;
}

function Framed({ session }: { session: Session }) {
  showIn(session.currency); // before the pages below, which show amounts
  const t = useTexts(shellTexts);
  const mode = useMode();
  const menu = useOpening();
  const shortcuts = useOpening();
  useEffect(() => keepMode(mode), [mode]);
  useFeed(mode);
  return (
    <SessionContext value={session}>
      <a className={classes.skip} href="#content">
        {t.skip}
      </a>
      <div className={classes.frame} data-mode={mode}>
        <section className={classes.top} aria-label={session.team.name}>
          <button type="button" className={classes.burger} aria-label={t.openMenu} onClick={menu.open}>
            <Icon name="menu" size={22} />
          </button>
          <Brand name={session.team.name} />
          <ModeSwitch />
        </section>
        <aside className={classes.side} aria-label={t.menu}>
          <div className={classes.pinned}>
            <Brand name={session.team.name} />
            <ModeSwitch />
            <div className={classes.scroll}>
              <SideMenu />
            </div>
            <AccountMenu onShortcuts={shortcuts.open} />
          </div>
        </aside>
        <main id="content" className={classes.column} tabIndex={-1}>
          {mode === "test" && <TestBar />}
          <FirstPassword />
          <div className={classes.main}>
            <Outlet />
          </div>
        </main>
      </div>
      {menu.ever && <MenuDrawer opened={menu.opened} close={menu.close} />}
      <Shortcuts showList={shortcuts.open} />
      {shortcuts.ever && <ShortcutList opened={shortcuts.opened} close={shortcuts.close} />}
    </SessionContext>
  );
}

function Brand({ name }: { name: string }) {
  return (
    <Go to="/" className={classes.brand}>
      <img src="/pages/icon.svg" alt="" width={28} height={28} />
      <span>{name}</span>
    </Go>
  );
}
