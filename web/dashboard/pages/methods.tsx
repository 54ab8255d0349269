import { PageHead } from "../ui/layout.tsx";

export function Methods() {
  return <PageHead title="Methods" />;
}
