import type { Address, Hex } from "../../core/Hex.ts";

/** Rights for one key in one class, the result of one order. They are consecutive in their batch. */
export type GrantItem = {
  readonly holder: Address;
  readonly quantity: number;
  /** One seat number per right, ascending; none in a class without seats. */
  readonly seats: readonly number[];
  /** One entry per right, or none. */
  readonly evidence: readonly Hex[];
};

/** The facts of a class that a grant needs. */
export type GrantClass = { readonly eventId: number; readonly classId: number; readonly agentId: number };
