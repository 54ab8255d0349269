import { PageHead } from "../ui/layout.tsx";

export function Settings() {
  return <PageHead title="Settings" />;
}
