import { isDoorkeyError } from "../../../core/CodedError.ts";
import type { Audit } from "../../Audit.ts";
import type { Finding } from "../../AuditPart.ts";
import type { Evidence } from "../../Statement.ts";
import { batchFaults } from "./batchFaults.ts";
import { chainBatches } from "./chainBatches.ts";
import { eventFaults } from "./eventFaults.ts";
import { personFaults } from "./personFaults.ts";

/** Compares the state that the logs give with what the contracts answer at the same block. */
export async function stateFinding(audit: Audit): Promise<Finding> {
  const { goneBefore, reading } = audit;
  if (goneBefore !== undefined) {
    const note = `History before block ${goneBefore} is gone.`;
    return { says: note, unchecked: [{ note }] };
  }
  const inLogs: Evidence[] = [
    ...reading.misplaced.map(({ blockNumber, index, transactionHash }) => ({
      note: `The node gave log ${index} of this block twice, or out of order.`,
      block: blockNumber,
      transactionHash,
    })),
    ...reading.unfit.map(({ contract, blockNumber, index, transactionHash }) => ({
      note: `Log ${index} of this block, of ${contract}, does not fit to the logs before it.`,
      block: blockNumber,
      transactionHash,
    })),
  ];
  try {
    const { batches, left } = await chainBatches(audit);
    const faults = [
      ...(await eventFaults(audit)),
      ...batchFaults(audit, batches, left),
      ...(await personFaults(audit)),
      ...inLogs,
    ];
    const compared = batches.length;
    return {
      says:
        faults.length === 0
          ? `${compared} batches, all classes, agents and gates are as the logs say.`
          : `The logs differ from the contracts' state in ${faults.length} places.`,
      figures: { batches: compared, differences: faults.length },
      faults,
      unchecked: left === 0 ? [] : [{ note: `${left} batches were not compared, because they are too many.` }],
    };
  } catch (error) {
    if (!isDoorkeyError(error, "BLOCK_STATE_MISSING")) throw error;
    const note = "The node no longer has the state of this block.";
    return { says: note, faults: inLogs, unchecked: [{ note }] };
  }
}
