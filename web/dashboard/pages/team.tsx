import { PageHead } from "../ui/layout.tsx";

export function Team() {
  return <PageHead title="Team" />;
}
