/** What an account may do for a team: act in its name, or rule it too. */
export type Role = "none" | "member" | "admin";

/** In the order of the contracts' numbers. */
export const ROLES: readonly Role[] = ["none", "member", "admin"];
