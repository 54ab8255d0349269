import type { ReconciledUpstreamsAnswer } from "../answers.ts";
import { useLanguage } from "../language.tsx";
import { useAnswer } from "../queries.ts";

/** Reads an upstream's name for people from its name in the API. */
export function useUpstreamLabel(): (name: string) => string {
  const { language } = useLanguage();
  const { data } = useAnswer<ReconciledUpstreamsAnswer>("reconciliations/upstreams");
  return (name) => data?.data.find((each) => each.name === name)?.label[language] ?? name;
}
