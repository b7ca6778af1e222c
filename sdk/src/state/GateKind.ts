/** What a key may do at the doors: admit against entry proofs, or, at the identity lane, also by hand. */
export type GateKind = "none" | "scanner" | "desk";

/** In the order of the contracts' numbers. */
export const GATE_KINDS: readonly GateKind[] = ["none", "scanner", "desk"];
