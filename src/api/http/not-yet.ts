import { notYet, Refusal } from "../../domain/base/errors.ts";

/**
 * Services of the original that this gateway lacks. Callers get the original's answer for an unknown service or type, and the name of what is
 * missing here, so that they do not search their own code for the fault. Source: the Ruby library's list of endpoints.
 */
const services: Record<string, readonly string[]> = {
  integrations: ["/integrations", "/integrations/*"],
};

/** Addresses of those services, for the router, which would take some of them for an id. */
export const servicesNotYet: readonly { path: string; name: string }[] = Object.entries(services).flatMap(
  ([name, paths]) => paths.map((path) => ({ path, name })),
);

/** @param name of the missing service, if the original has it */
export function noSuchService(method: string, url: string, name?: string): Refusal {
  const [path] = url.split("?", 1);
  const message = `the service ${method} ${path?.slice(0, 200)} was not found`;
  return new Refusal("service_not_found", message, name === undefined ? {} : notYet(name));
}
