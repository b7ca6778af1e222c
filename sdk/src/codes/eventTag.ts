import { toHex } from "../internal/bytes.ts";
import { keccakWords } from "../internal/keccak.ts";
import type { EventRef } from "../values/EventRef.ts";
import type { Hex } from "../values/Hex.ts";

/**
 * 4 bytes by which a gate knows a code of another event: the first of `keccak256(abi.encode(uint256 chainId, address
 * rightsRegistry, uint32 eventId))`, rightsRegistry being EntryRightRegistry. They route and prove nothing: what is signed names
 * chain, registry and right in full.
 */
export function eventTag({ chainId, rightsRegistry, eventId }: EventRef): Hex {
  return toHex(keccakWords(chainId, BigInt(rightsRegistry), eventId).subarray(0, 4));
}
