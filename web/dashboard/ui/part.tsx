import { type ComponentType, type FunctionComponent, type ReactNode, useEffect, useState } from "react";
import { isThere, MissingFile, Unreachable } from "../api.ts";
import { Failure, Loading } from "./state.tsx";

const askAgainMs = 2_000;

/** Whether this tab was loaded anew for a file that was missing, and has got none since. */
const kept = "chamra-loaded-anew";

type Part<Props> = { load: () => Promise<ComponentType<Props>>; loaded?: ComponentType<Props>; meanwhile: ReactNode };

/**
 * A component in a file of its own, which is fetched when it is first shown. Where it cannot be had, its place says so, and the gateway is asked until it
 * answers. Then the whole page is loaded anew, once: after an upgrade only the new page knows what the files are called, and a browser may not ask a
 * second time for a file that it did not get.
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
  // While nobody answers, the page stays: loaded anew it would be the browser's own.
  const retry = () => (error instanceof MissingFile ? location.reload() : setAttempt(attempt + 1));
  return <Failure error={error} whole retry={retry} />;
}
