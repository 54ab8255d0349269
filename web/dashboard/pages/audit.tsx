import { PageHead } from "../ui/layout.tsx";

export function Audit() {
  return <PageHead title="Audit" />;
}
