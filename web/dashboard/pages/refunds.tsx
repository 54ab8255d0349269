import { PageHead } from "../ui/layout.tsx";

export function Refunds() {
  return <PageHead title="Refunds" />;
}
