import { element } from "./element.ts";

export type Entry<Value> = {
  value: Value;
  content: Node[];
  /** Stands above the entry, for it and those after it. */
  heading?: string | null;
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
    const heading = entry.heading ? element("p", { class: "group" }, entry.heading) : null;
    return { entry, input, row, heading };
  });
  const root = element(
    "fieldset",
    { class: `list list-${name}`, "aria-describedby": faultLine.id },
    element("legend", {}, legend),
    element("div", { class: "rows" }, ...rows.flatMap(({ heading, row }) => (heading ? [heading, row] : [row]))),
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
