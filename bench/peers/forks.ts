/** The forks that the chain can be on; the first is mainnet's. */
export const FORKS = ["osaka", "amsterdam"] as const;
export type Fork = (typeof FORKS)[number];
