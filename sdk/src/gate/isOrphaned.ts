import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { isInChain } from "../chain/isInChain.ts";
import { given } from "../core/given.ts";
import { assertUint } from "../core/integers.ts";
import type { Manifest } from "../verdicts/Manifest.ts";

/**
 * Whether the block of a manifest is not in the chain any more. Then the manifest may have facts that never happened.
 *
 * @throws CHAIN_UNREACHABLE.
 * @example
 * import type { Connection } from "doorkey";
 * import { isOrphaned, loadManifest, type Manifest } from "doorkey/gate";
 *
 * const renew = async (connection: Connection, manifest: Manifest) =>
 *   (await isOrphaned(connection, manifest))
 *     ? loadManifest(connection, { eventId: manifest.eventId })
 *     : manifest;
 */
export async function isOrphaned(connection: Connection, parameters: Pick<Manifest, "block">): Promise<boolean> {
  const { block } = checked(connection, parameters);
  assertUint("block.number", given("block", block, "hash").number, 53);
  return !(await isInChain(connection, block));
}
