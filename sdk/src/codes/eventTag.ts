import { toHex } from "../core/bytes.ts";
import type { EventRef } from "../core/EventRef.ts";
import type { Hex } from "../core/Hex.ts";
import { keccakWords } from "../core/keccak.ts";

/**
 * 4 bytes by which a gate recognizes a code of another event: the first of `keccak256(abi.encode(uint256 chainId,
 * address rightsRegistry, uint32 eventId))`, where rightsRegistry is EntryRightRegistry. They prove nothing. The signed
 * statement names chain, registry and right in full.
 */
export function eventTag({ chainId, rightsRegistry, eventId }: EventRef): Hex {
  return toHex(keccakWords(chainId, BigInt(rightsRegistry), eventId).subarray(0, 4));
}
