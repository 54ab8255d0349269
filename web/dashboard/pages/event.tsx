import { PageHead } from "../ui/layout.tsx";

export function Event() {
  return <PageHead title="Event" />;
}
