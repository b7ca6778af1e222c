/** How an agent stands in a class. */
export type DesignationStatus = "none" | "designated" | "dismissed";

/** In the order of the contracts' numbers. */
export const DESIGNATION_STATUSES: readonly DesignationStatus[] = ["none", "designated", "dismissed"];
