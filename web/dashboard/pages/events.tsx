import { PageHead } from "../ui/layout.tsx";

export function Events() {
  return <PageHead title="Events" />;
}
