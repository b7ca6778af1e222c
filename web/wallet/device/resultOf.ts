import type { DeviceAbilities } from "doorkey/buyer";
import { type Fault, faultOfCode } from "../faults/faultOf.ts";

/** What a shop learns before payment: `ok`, or why this phone cannot keep tickets where the page is open. */
export type CheckResult = "ok" | "app" | "private" | Fault;

export function resultOf(abilities: DeviceAbilities, storeFault: Fault | undefined): CheckResult {
  const { shownIn, isPrivate, best, fault } = abilities;
  if (storeFault !== undefined) return storeFault;
  if (shownIn === "app") return "app";
  if (shownIn === "frame") return "framed";
  if (fault === "KEY_CRYPTO_MISSING") return "insecure";
  if (best !== undefined) return "ok";
  if (isPrivate) return "private";
  return fault === undefined ? "refuses-keys" : faultOfCode(fault);
}
