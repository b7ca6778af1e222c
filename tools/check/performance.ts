import { stalePublications } from "../../bench/peers/publish.ts";

/** Charts, docs/performance.md and the README have the results of the benches. */
export async function performanceFigures(): Promise<string[]> {
  return stalePublications();
}
