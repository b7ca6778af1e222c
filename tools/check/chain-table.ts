import { GOING_LIVE, readGuide, withChainTable } from "../support/chainTable.ts";

/** The guide to going live shows the chains of cli/chains.json. */
export async function chainTable(): Promise<string[]> {
  const guide = await readGuide();
  return (await withChainTable(guide)) === guide
    ? []
    : [`${GOING_LIVE}: the table of chains is stale; run npm run generate`];
}
