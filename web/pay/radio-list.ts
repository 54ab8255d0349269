import { element } from "./element.ts";

export type Entry<Value> = {
  value: Value;
  content: Node[];
  /** Name of the entries among which it stands; they fold away together. */
  group?: string | null;
  /** Cannot be chosen; the content gives the reason. */
  unavailable?: boolean;
  /** Shown below the entry while it is chosen. */
  panel?: HTMLElement;
};

export type RadioList<Value> = {
  root: HTMLFieldSetElement;
  chosen(): Value | null;
  choose(value: Value): void;
  mark(fault: string | null): string | null;
  focus(): void;
};

/** A group of native radio buttons, so that arrow keys, space and screen readers work as usual. */
export function radioList<Value>(
  name: string,
  legend: string,
  entries: readonly Entry<Value>[],
  onChoose: (value: Value) => void,
): RadioList<Value> {
  let chosen: Value | null = null;
  const faultLine = element("p", { class: "fault", id: `${name}-fault`, "aria-live": "polite" });
  const rows = entries.map((entry, place) => {
    const input = element("input", {
      type: "radio",
      name,
      id: `${name}-${place}`,
      disabled: entry.unavailable ?? false,
      change: () => pick(entry.value),
    });
    const label = element("label", { for: input.id, class: "choice" }, input, element("span", {}, ...entry.content));
    if (entry.panel) entry.panel.hidden = true;
    const row = element("div", { class: entry.unavailable ? "row unavailable" : "row" }, label, entry.panel ?? null);
    return { entry, input, row };
  });
  const root = element(
    "fieldset",
    { class: `list list-${name}`, "aria-describedby": faultLine.id },
    element("legend", {}, legend),
    element("div", { class: "rows" }, ...inFolds(rows)),
    faultLine,
  );
  const mark = (fault: string | null) => {
    faultLine.textContent = fault ?? "";
    root.classList.toggle("wrong", fault !== null);
    return fault;
  };

  function pick(value: Value): void {
    chosen = value;
    mark(null);
    for (const { entry, input, row } of rows) {
      const active = entry.value === value;
      input.checked = active;
      row.classList.toggle("active", active);
      if (entry.panel) entry.panel.hidden = !active;
      const fold = active ? row.closest("details") : null;
      if (fold) fold.open = true;
    }
    onChoose(value);
  }

  return {
    root,
    chosen: () => chosen,
    choose: pick,
    mark,
    focus: () => rows.find(({ input }) => !input.disabled)?.input.focus(),
  };
}

/** Rows in their order, those of one group in a fold below its name and the names of what is in it, in the place of the first. */
function inFolds(rows: readonly { entry: Entry<unknown>; row: HTMLElement }[]): HTMLElement[] {
  const folds = Map.groupBy(rows, ({ entry, row }) => entry.group ?? row);
  return [...folds].map(([name, members]) =>
    typeof name === "string"
      ? fold(
          name,
          members.map(({ row }) => row),
        )
      : name,
  );
}

function fold(name: string, rows: readonly HTMLElement[]): HTMLDetailsElement {
  const inside = rows.map((row) => row.querySelector("label")?.textContent ?? "").join(", ");
  return element(
    "details",
    { class: "fold" },
    element("summary", {}, element("span", { class: "group" }, name), element("span", { class: "inside" }, inside)),
    element("div", { class: "rows" }, ...rows),
  );
}
