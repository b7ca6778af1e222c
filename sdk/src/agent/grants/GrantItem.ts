import type { Address, Hex } from "../../core/Hex.ts";

/** Rights for one key in one class: what an order comes to. They follow each other in their batch. */
export type GrantItem = {
  readonly holder: Address;
  readonly quantity: number;
  /** One number a right, rising; none in a class without seats. */
  readonly seats: readonly number[];
  /** One a right, or none. */
  readonly evidence: readonly Hex[];
};

/** A class as a grant needs it. */
export type GrantClass = { readonly eventId: number; readonly classId: number; readonly agentId: number };
