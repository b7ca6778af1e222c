import { stalePublications } from "../../bench/peers/publish.ts";

/** Charts, docs/performance.md and the README tell what the benches' results have. */
export async function performanceFigures(): Promise<string[]> {
  return stalePublications();
}
