import { deployments } from "../../../chain/addresses/deployments.ts";
import { isDoorkeyError } from "../../../core/CodedError.ts";
import { sameAddress } from "../../../core/Hex.ts";
import { verifySuite } from "../../../deployment/verifySuite.ts";
import type { Audit } from "../../Audit.ts";
import type { Finding } from "../../AuditPart.ts";

/** Compares the code of the suite with the versions that this package carries and lists. */
export async function codeFinding({ connection, suite }: Audit): Promise<Finding> {
  const { deployment, provider } = connection;
  const isListed = deployments.some(
    ({ chainId, contracts }) =>
      chainId === suite.chainId && sameAddress(contracts.EntryRightRegistry.address, suite.rightsRegistry),
  );
  const figures = { version: deployment.version, listed: isListed ? "yes" : "no" };
  try {
    const differences = await verifySuite(provider, deployment);
    if (differences.length > 0) {
      return {
        says: `The code of the suite differs from version ${deployment.version} in ${differences.length} places.`,
        figures,
        faults: differences.map((note) => ({ note })),
      };
    }
    return { says: `The suite is version ${deployment.version}, byte for byte.`, figures };
  } catch (error) {
    if (!isDoorkeyError(error, "BLOCK_STATE_MISSING")) throw error;
    const note = "The node no longer has the code at this block.";
    return { says: note, figures, unchecked: [{ note }] };
  }
}
