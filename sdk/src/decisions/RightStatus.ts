/** What a right is now; see RightStatus of the contracts. */
export type RightStatus = "granted" | "moved" | "admitted" | "void";

/** In the order of the contracts' numbers. */
export const RIGHT_STATUSES: readonly RightStatus[] = ["granted", "moved", "admitted", "void"];
