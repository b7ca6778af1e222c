import type { Connection } from "../chain/Connection.ts";
import { checkedConnection } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";
import { concat, fromHex } from "../core/bytes.ts";
import type { Hex } from "../core/Hex.ts";
import type { BeaconNetwork } from "../draw/BeaconNetwork.ts";
import { compressKey } from "../draw/BeaconRound.ts";
import { ballotAt } from "./ballotAt.ts";
import { beaconTimes } from "./beaconTimes.ts";

/**
 * The beacon of the suite, as its contract knows it: key, first round, period.
 *
 * @throws CHAIN_UNREACHABLE.
 * @example
 * import type { Connection } from "doorkey";
 * import { beaconOf, roundAfter } from "doorkey/ballot";
 *
 * const roundOfTomorrow = async (connection: Connection) =>
 *   roundAfter(await beaconOf(connection), Math.floor(Date.now() / 1000) + 86_400);
 */
export async function beaconOf(connection: Connection): Promise<BeaconNetwork> {
  checkedConnection(connection);
  const { beacon } = ballotAt(connection);
  const [publicKey, times] = await Promise.all([askChain(() => beacon.publicKey()), beaconTimes(connection)]);
  return { publicKey: fromPrecompile(publicKey as Hex), ...times };
}

/** EIP-2537 writes a point of G2 as x.c0, x.c1, y.c0, y.c1, each in 64 bytes; others as x.c1, x.c0, y.c1, y.c0 in 48. */
function fromPrecompile(key: Hex): Hex {
  const bytes = fromHex(key);
  const part = (i: number) => bytes.subarray(64 * i + 16, 64 * (i + 1));
  return compressKey(concat(part(1), part(0), part(3), part(2)));
}
