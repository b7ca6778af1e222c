import type { Connection } from "../chain/Connection.ts";
import { isInChain } from "../chain/isInChain.ts";
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
export async function isOrphaned(connection: Connection, { block }: Pick<Manifest, "block">): Promise<boolean> {
  return !(await isInChain(connection, block));
}
