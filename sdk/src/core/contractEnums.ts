/** Enums of the contracts. Each list has its words in the order of the contract's values. */

/** What an account may do for a team: a member acts in its name, an admin also changes it. */
export type Role = "none" | "member" | "admin";
export const ROLES: readonly Role[] = ["none", "member", "admin"];

/** What a key may do at an event: a scanner admits against entry proofs, a desk also by hand. */
export type GateKind = "none" | "scanner" | "desk";
export const GATE_KINDS: readonly GateKind[] = ["none", "scanner", "desk"];

/** An agent's designation status in a class. */
export type DesignationStatus = "none" | "designated" | "dismissed";
export const DESIGNATION_STATUSES: readonly DesignationStatus[] = ["none", "designated", "dismissed"];

/** What a right is now; see RightStatus of the contracts. */
export type RightStatus = "granted" | "rebound" | "admitted" | "void";
export const RIGHT_STATUSES: readonly RightStatus[] = ["granted", "rebound", "admitted", "void"];
