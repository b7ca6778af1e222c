/** What a right is now; see RightStatus of the contracts. */
export type RightStatus = "granted" | "rebound" | "admitted" | "void";

/** In the order of the contracts' numbers. */
export const RIGHT_STATUSES: readonly RightStatus[] = ["granted", "rebound", "admitted", "void"];
