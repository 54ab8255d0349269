import { PageHead } from "../ui/layout.tsx";

export function Operator() {
  return <PageHead title="Operator" />;
}
