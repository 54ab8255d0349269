import { useEffect, useSyncExternalStore } from "react";
import classes from "./toast.module.css";

/** A short message after a successful act; refusals are shown beside the act instead. */
type Toast = { number: number; text: string };

let shown: readonly Toast[] = [];
let count = 0;
const listeners = new Set<() => void>();

export function say(text: string): void {
  count += 1;
  put([...shown, { number: count, text }]);
}

function put(toasts: readonly Toast[]): void {
  shown = toasts;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function Toasts() {
  const toasts = useSyncExternalStore(subscribe, () => shown);
  return (
    <div className={classes.place} role="status">
      {toasts.map((toast) => (
        <One key={toast.number} toast={toast} />
      ))}
    </div>
  );
}

function One({ toast }: { toast: Toast }) {
  useEffect(() => {
    const timer = setTimeout(() => put(shown.filter(({ number }) => number !== toast.number)), 5_000);
    return () => clearTimeout(timer);
  }, [toast.number]);
  return <p className={classes.toast}>{toast.text}</p>;
}
