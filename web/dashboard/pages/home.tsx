import { PageHead } from "../ui/layout.tsx";

export function Home() {
  return <PageHead title="Home" />;
}
