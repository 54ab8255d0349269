import { PageHead } from "../ui/layout.tsx";

export function Requests() {
  return <PageHead title="Requests" />;
}
