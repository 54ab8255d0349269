import { PageHead } from "../ui/layout.tsx";

export function Keys() {
  return <PageHead title="Keys" />;
}
