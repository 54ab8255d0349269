import { PageHead } from "../ui/layout.tsx";

export function Account() {
  return <PageHead title="Account" />;
}
