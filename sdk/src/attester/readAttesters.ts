import { contractAt, interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { checked } from "../chain/checked.ts";
import { askChain } from "../chain/fromNode.ts";
import { latestBlock } from "../chain/latestBlock.ts";
import type { Address } from "../core/Hex.ts";
import { mapBounded } from "../core/mapBounded.ts";
import { logsOfEra } from "../state/logsOfEra.ts";

/** Questions that are under way at once. */
const WIDTH = 32;

/**
 * Reads the attesters that are trusted in the scope of an event, in the order in which they were first set, all at one
 * block. Those that were set before the scope event last changed hands are not among them.
 *
 * @param parameters.verifier The address of an own verifier. Defaults to the suite's.
 * @throws EVENT_UNKNOWN, CHAIN_UNREACHABLE.
 * @example
 * import type { Connection } from "doorkey";
 * import { readAttesters } from "doorkey/attester";
 *
 * const countTrusted = async (connection: Connection) =>
 *   (await readAttesters(connection, { scopeEventId: 7 })).length;
 */
export async function readAttesters(
  connection: Connection,
  parameters: readAttesters.Parameters,
): Promise<readonly Address[]> {
  const { scopeEventId, verifier } = checked(connection, parameters, ["scopeEventId"]);
  const { deployment, provider } = connection;
  const address = verifier ?? deployment.contracts.AttesterIdentityVerifier.address;
  const contract = contractAt("AttesterIdentityVerifier", address, provider);
  const { number: block } = await latestBlock(connection);
  const { topicHash } = interfaces.AttesterIdentityVerifier.getEvent("AttesterSet");
  const logs = await logsOfEra(connection, { eventId: scopeEventId, address, topicHash, block });
  const attesters = new Set<Address>();
  for (const log of logs) attesters.add(interfaces.AttesterIdentityVerifier.parseLog(log)?.args.attester);
  const known = await mapBounded([...attesters], WIDTH, async (attester) => ({
    attester,
    trusted: await askChain(() => contract.isAttester(scopeEventId, attester, { blockTag: block })),
  }));
  return known.filter(({ trusted }) => trusted).map(({ attester }) => attester);
}

export declare namespace readAttesters {
  type Parameters = {
    readonly scopeEventId: number;
    readonly verifier?: string | undefined;
  };
}
