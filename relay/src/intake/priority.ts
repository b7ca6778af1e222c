import { interfaces } from "doorkey/abi";
import type { Hex } from "doorkey/buyer";

const { EntryRightRegistry: rights } = interfaces;

/** What the queue takes first: lower goes before higher. People wait at the door, so admissions come first. */
export const Priority = { admission: 0, other: 1 } as const;

export type Priority = (typeof Priority)[keyof typeof Priority];

const ADMISSIONS: readonly string[] = [
  rights.getFunction("admit").selector,
  rights.getFunction("admitByHand").selector,
];

export function priorityOf(data: Hex): Priority {
  return ADMISSIONS.includes(data.slice(0, 10).toLowerCase()) ? Priority.admission : Priority.other;
}
