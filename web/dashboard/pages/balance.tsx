import { PageHead } from "../ui/layout.tsx";

export function Balance() {
  return <PageHead title="Balance" />;
}
