import type { DeviceAbilities, KeyKind, SellerEvent } from "doorkey/buyer";
import { type Fault, faultOfCode } from "../faults/faultOf.ts";

/** What a phone does with an offer: it keeps it with a key of this kind, or it says why tickets do not belong here. */
export type Place =
  | { readonly keeps: KeyKind }
  | { readonly keeps: undefined; readonly why: "app" | "private" | "other-wallet" | Fault };

/**
 * Decides before a key is made where tickets of an event may be kept.
 *
 * @param origin Of this wallet. Gates accept passkeys of the one wallet that the event's document names.
 */
export function keyFor(abilities: DeviceAbilities, event: Pick<SellerEvent, "wallet">, origin: string): Place {
  const { shownIn, isPrivate, keys, best, fault } = abilities;
  const wallet = event.wallet === undefined ? undefined : new URL(event.wallet).origin;
  if (wallet !== undefined && wallet !== origin) return { keeps: undefined, why: "other-wallet" };
  if (shownIn === "app") return { keeps: undefined, why: "app" };
  if (shownIn === "frame") return { keeps: undefined, why: "framed" };
  // On http only a key is left that any script on the page can read.
  if (fault === "KEY_CRYPTO_MISSING") return { keeps: undefined, why: "insecure" };
  const kind = best === "passkey" && wallet === undefined ? keys.find((one) => one !== "passkey") : best;
  if (kind !== undefined && !(isPrivate && kind !== "passkey")) return { keeps: kind };
  if (isPrivate) return { keeps: undefined, why: "private" };
  return { keeps: undefined, why: fault === undefined ? "refuses-keys" : faultOfCode(fault) };
}
