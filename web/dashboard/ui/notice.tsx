import type { ReactNode } from "react";
import type { Right } from "../../../src/domain/team/role.ts";
import { useCan } from "../session.tsx";
import { Icon, type IconName } from "./icon.tsx";
import classes from "./notice.module.css";
import { useMayNot } from "./state.tsx";

type NoticeProps = { tone?: "info" | "warn" | "good" | "bad"; icon?: IconName; children: ReactNode };

/** An important notice. */
export function Notice({ tone = "info", icon, children }: NoticeProps) {
  return (
    <div className={classes.notice} data-tone={tone}>
      {icon && <Icon name={icon} />}
      <div>{children}</div>
    </div>
  );
}

/** Notice above a view that the member may read but not change. @param of the part of the view, if not all of it */
export function OnlyLooking({ right, of }: { right: Right; of?: string }) {
  const reason = useMayNot(right);
  return useCan()(right) ? null : (
    <Notice tone="info" icon="lock">
      {of && <strong>{of}: </strong>}
      {reason}
    </Notice>
  );
}
