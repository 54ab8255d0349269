import { PageHead } from "../ui/layout.tsx";

export function Webhooks() {
  return <PageHead title="Webhooks" />;
}
