import { interfaces } from "doorkey/abi";
import type { Hex } from "doorkey/buyer";

const { EntryRightRegistry: rights } = interfaces;

/** People wait at the door. */
const DOOR: readonly string[] = [rights.getFunction("admit").selector, rights.getFunction("admitByHand").selector];

/** 0 = the door, 1 = everything else. Lower goes first. */
export function priorityOf(data: Hex): number {
  return DOOR.includes(data.slice(0, 10).toLowerCase()) ? 0 : 1;
}
