import { PageHead } from "../ui/layout.tsx";

export function Transactions() {
  return <PageHead title="Transactions" />;
}
