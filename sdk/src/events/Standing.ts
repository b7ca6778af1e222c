/** How an agent stands in a class. */
export type Standing = "none" | "designated" | "dismissed";

/** In the order of the contracts' numbers. */
export const STANDINGS: readonly Standing[] = ["none", "designated", "dismissed"];
