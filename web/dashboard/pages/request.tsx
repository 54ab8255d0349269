import { PageHead } from "../ui/layout.tsx";

export function Request() {
  return <PageHead title="Request" />;
}
