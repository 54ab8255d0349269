import { type ComponentType, type FunctionComponent, type ReactNode, useEffect, useState } from "react";
import { isThere, MissingFile, Unreachable } from "../api.ts";
import { Failure, Loading } from "./state.tsx";

const askAgainMs = 2_000;

/** Whether this tab was reloaded for a missing file, and has loaded none since. */
const kept = "chamra-loaded-anew";

type Part<Props> = { load: () => Promise<ComponentType<Props>>; loaded?: ComponentType<Props>; meanwhile: ReactNode };

/**
 * A component that is loaded when first shown. If loading fails, its place says so, and the gateway is asked until it
 * answers. Then the page is reloaded, once: after an upgrade only the new page has the new file names, and browsers may not request a
 * failed module a second time.
 */
export function part<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile: ReactNode = <Loading />,
): FunctionComponent<Props> {
  const one: Part<Props> = { load, meanwhile };
  return (props) => <Fetched one={one} props={props} />;
}

function Fetched<Props extends object>({ one, props }: { one: Part<Props>; props: Props }) {
  const [Component, setComponent] = useState(() => one.loaded);
  const [error, setError] = useState<Error | null>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt asks the gateway at once
  useEffect(() => {
    if (one.loaded) return;
    let left = false;
    let timer: ReturnType<typeof setTimeout>;
    const recover = async () => {
      const there = await isThere();
      if (left) return;
      if (!there) {
        setError(new Unreachable());
        timer = setTimeout(recover, askAgainMs);
      } else if (sessionStorage.getItem(kept) === null) {
        sessionStorage.setItem(kept, "yes");
        location.reload();
      } else setError(new MissingFile());
    };
    one.load().then((component) => {
      one.loaded = component;
      sessionStorage.removeItem(kept);
      setComponent(() => component);
    }, recover);
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [attempt, one]);
  if (Component) return <Component {...props} />;
  if (error === null) return one.meanwhile;
  // No reload while the gateway does not answer: the browser would show its own error page.
  const retry = () => (error instanceof MissingFile ? location.reload() : setAttempt(attempt + 1));
  return <Failure error={error} whole retry={retry} />;
}
