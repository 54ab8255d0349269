/** Icons on a grid of 24; each repeats a visible word, so all are hidden from screen readers. */
const drawings = {
  home: "M4 11.5 12 5l8 6.5M6 10v9h12v-9M10 19v-5h4v5",
  charges:
    "M3 7.5A1.5 1.5 0 0 1 4.5 6h15A1.5 1.5 0 0 1 21 7.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 16.5zM3 10h18M7 14.5h4",
  customers: "M9.5 5a3.25 3.25 0 1 0 0 6.5 3.25 3.25 0 0 0 0-6.5zM3.5 19a6 6 0 0 1 7.5-5.8M13 14h8v5.5h-8zM13 16.5h8",
  linked: "M4 9.5 12 4.5l8 5zM5.5 9.5V17M9.5 9.5V17M14.5 9.5V17M18.5 9.5V17M4 20h16",
  schedules: "M4.5 6.5h15V20h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4M9 14.5l2 2 4-4",
  refunds: "M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
  disputes: "M12 3.5 21 19H3zM12 9.5v4.5M12 16.8v0",
  faults:
    "M12 8.5a4 4 0 0 1 4 4V16a4 4 0 0 1-8 0v-3.5a4 4 0 0 1 4-4zM9 5l1.5 3.5M15 5l-1.5 3.5M4 13h4M16 13h4M4.5 19.5 8 17M19.5 19.5 16 17",
  fidelity: "M4 4h11v11H4zM9 9h11v11H9zM12 12.5l1.5 1.5 3-3",
  links:
    "M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7l-1.1 1.1M14 10a4 4 0 0 0-5.7 0l-3.1 3.1a4 4 0 0 0 5.7 5.7l1.1-1.1",
  balance: "M12 4v16M6 20h12M5 8l7-2 7 2M5 8l-2.5 6h5zM19 8l-2.5 6h5z",
  transactions: "M4 8h13m-3.5-4L17.5 8l-4 4M20 16H7m3.5-4L6.5 16l4 4",
  settlements: "M5 3.5h14v17l-2.3-1.5-2.4 1.5-2.3-1.5-2.3 1.5-2.4-1.5L5 20.5zM8.5 8h7M8.5 11.5h7M12.5 15h3",
  payouts: "M12 14.5V4M7.5 8.5 12 4l4.5 4.5M4 14v5.5h16V14",
  reconciliations: "M4 5.5h7v13H4zM13 5.5h7v13h-7zM6 9.5h3M6 13h3M15 9.5h3M15 13h3",
  receipts: "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
  events: "M13 3 5 14h6l-1 7 8-11h-6z",
  requests: "M4 5h16v14H4zM7.5 9.5 10 12l-2.5 2.5M12.5 15H16",
  webhooks: "M9.5 8.5a3 3 0 1 1 4 2.8L16 15.5M12 8.5 8.5 15M6 13.3A3 3 0 1 0 9 17h6m0 0a3 3 0 1 0 1.5-2.6",
  keys: "M14.5 4a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM10.5 13.5 4 20v0h3.5v-2.5H10V15M16 8.5v0",
  chains: "M9 6h-3a3 3 0 0 0 0 6h3M15 6h3a3 3 0 0 1 0 6h-3M8.5 9h7M12 12v8M8.5 20h7",
  methods:
    "M7 3h10a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 17 21H7a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 7 3zM10.5 18h3M9 10.5l2.2 2.2L15.5 8.5",
  upstreams: "M12 20V10M12 10 6 4M12 10l6-6M6 8V4h4M14 4h4v4",
  settings: "M4 7h9M17 7h3M15 5v4M4 12h3M11 12h9M9 10v4M4 17h11M19 17h1M17 15v4",
  team: "M9 5.5a3.25 3.25 0 1 0 0 6.5 3.25 3.25 0 0 0 0-6.5zM3 19.5a6 6 0 0 1 12 0M16 6a3 3 0 0 1 0 6M17 14.5a5.5 5.5 0 0 1 4 5",
  audit: "M6 3.5h9L18.5 7v13.5h-12.5zM9 9h4M9 12.5h6M9 16h6",
  operator: "M4 5h16v5.5H4zM4 13.5h16V19H4zM7.5 7.75v0M7.5 16.25v0M11 7.75h5M11 16.25h5",
  account: "M12 4.5a3.75 3.75 0 1 0 0 7.5 3.75 3.75 0 0 0 0-7.5zM4.5 20a7.5 7.5 0 0 1 15 0",
  keyboard: "M3 7h18v10.5H3zM6.5 10.5v0M10 10.5v0M14 10.5v0M17.5 10.5v0M8 14h8",
  copy: "M9 9h10.5v10.5H9zM15 9V4.5H4.5V15H9",
  check: "M5 12.5l4.5 4.5L19 7.5",
  cross: "M6 6l12 12M18 6L6 18",
  warning: "M12 4 2.5 20h19zM12 10v4.5M12 17.2v.1",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  empty: "M4 13l3-8h10l3 8v6H4zM4 13h5l1 2.5h4L15 13h5",
  down: "M6 9.5l6 6 6-6",
  right: "M9.5 6l6 6-6 6",
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M6 12v0M12 12v0M18 12v0",
  search: "M10.5 4.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM15 15l5 5",
  out: "M14 4.5h5.5v15H14M10 8l-4 4 4 4M6 12h10",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
  moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
  device: "M4 5h16v11H4zM9 20h6M12 16v4",
  external: "M14 5h5v5M19 5l-8 8M16.5 14v5H5V7.5h5",
  refresh: "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4v5h-5",
  send: "M20.5 3.5 3.5 10l7 3.5 3.5 7z",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  filter: "M4 6h16l-6.5 7v5l-3 2v-7z",
} as const;

export type IconName = keyof typeof drawings;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={drawings[name]} />
    </svg>
  );
}
