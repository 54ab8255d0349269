import type { z } from "zod";
import type { teamShape } from "../../../src/api/team/team.shape.ts";
import type { Right } from "../../../src/domain/team/role.ts";
import { useTexts } from "../language.tsx";
import { shellTexts } from "../texts/shell.ts";
import { teamTexts } from "../texts/team.ts";
import { Section } from "../ui/layout.tsx";
import classes from "./team.module.css";

export type TeamAnswer = z.output<typeof teamShape.schema>;

/** Table of rights by role, from the gateway's rules: rights as rows, roles as columns, both modes in each cell. */
export function RolesTable({ roles }: { roles: TeamAnswer["roles"] }) {
  const t = useTexts(teamTexts);
  const words = useTexts(shellTexts);
  const rights = Object.entries(t.rights) as [Exclude<Right, "operate">, string][]; // the keys of the texts
  return (
    <Section title={t.roles} lead={t.rolesLead} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label={t.roles}>
        <table className={classes.roles} aria-label={t.roles}>
          <thead>
            <tr>
              <th scope="col" rowSpan={2} className={`${classes.right} ${classes.corner}`}>
                {t.right}
              </th>
              {roles.map(({ role }) => (
                <th key={role} scope="colgroup" colSpan={2} className={classes.role}>
                  {words.roles[role]}
                </th>
              ))}
            </tr>
            <tr>
              {roles.flatMap(({ role }) =>
                (["test", "live"] as const).map((mode) => (
                  <th key={`${role} ${mode}`} scope="col" className={classes.sub} data-mode={mode}>
                    {t[mode]}
                  </th>
                )),
              )}
            </tr>
          </thead>
          <tbody>
            {rights.map(([right, told]) => (
              <tr key={right}>
                <th scope="row" className={classes.right}>
                  {told}
                </th>
                {roles.flatMap((row) =>
                  (["test", "live"] as const).map((mode) => (
                    <td key={`${row.role} ${mode}`} data-mode={mode}>
                      <Mark may={row[mode].includes(right)} />
                    </td>
                  )),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  );
}

function Mark({ may }: { may: boolean }) {
  const t = useTexts(teamTexts);
  return (
    <span className={classes.mark} data-may={may} role="img" aria-label={may ? t.may : t.mayNot}>
      {may ? "✓" : "–"}
    </span>
  );
}
