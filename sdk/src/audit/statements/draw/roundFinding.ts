import { bls12_381 } from "@noble/curves/bls12-381.js";
import { beaconOf } from "../../../ballot/beaconOf.ts";
import type { DrawState } from "../../../ballot/readDraw.ts";
import { fromHex, toHex } from "../../../core/bytes.ts";
import { isDoorkeyError } from "../../../core/CodedError.ts";
import type { Hex } from "../../../core/Hex.ts";
import { type BeaconNetwork, QUICKNET, timeOfRound } from "../../../draw/BeaconNetwork.ts";
import { checkRound } from "../../../draw/BeaconRound.ts";
import type { Audit, AuditLog } from "../../Audit.ts";
import type { Finding } from "../../AuditPart.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import { unreadable } from "../unreadable.ts";
import type { SeenDraws } from "./watchDraws.ts";

/** Whether the beacon signed the round of each draw that is settled. The signature is in the calldata of its proof. */
export async function roundFinding(audit: Audit, draws: readonly DrawState[], seen: SeenDraws): Promise<Finding> {
  const network = await beaconOf(audit.connection);
  const [faults, unchecked, flags]: [Evidence[], Evidence[], Evidence[]] = [[], [], []];
  const settled = draws.filter(({ seed }) => seed !== undefined);
  for (const { round, randomness, classId, block } of settled) {
    const log = seen.proofOf(round);
    const subject = `round ${round}`;
    if (log === undefined) {
      const why = audit.goneBefore === undefined ? undefined : `History before block ${audit.goneBefore} is gone.`;
      if (why !== undefined) unchecked.push({ note: why, subject });
      else faults.push({ note: `No log proves the round of class ${classId}.`, subject, block });
      continue;
    }
    if (log.args.randomness !== randomness) faults.push(evidenceAt(log, "The randomness is another one.", { subject }));
    if (log.timestamp < timeOfRound(network, round)) {
      flags.push(evidenceAt(log, "The round was proven before its time.", { subject }));
    }
    const { kind, note } = await proofProblem(audit, network, log);
    if (kind === "fault") faults.push(evidenceAt(log, note, { subject }));
    if (kind === "unchecked") unchecked.push(evidenceAt(log, note, { subject }));
  }
  const which = network.publicKey === QUICKNET.publicKey ? "drand's quicknet" : "another beacon than drand's quicknet";
  return {
    says: `${settled.length} rounds of ${which} decided.`,
    figures: { rounds: settled.length, publicKey: network.publicKey },
    faults,
    unchecked,
    flags,
  };
}

type Problem = { readonly kind: "fault" | "unchecked" | "none"; readonly note: string };

async function proofProblem(audit: Audit, network: BeaconNetwork, log: AuditLog): Promise<Problem> {
  const transaction = await audit.transaction(log.transactionHash);
  const why = unreadable(transaction);
  if (why !== undefined) return { kind: "unchecked", note: `The beacon's signature cannot be read: ${why}.` };
  const { round, randomness } = log.args;
  const signatures = transaction.calls.flatMap(({ contract, name, args }): Hex[] =>
    contract === "DrandBeacon" && name === "prove" && args.round === round ? [args.signature] : [],
  );
  const isRight = signatures.some((signature) => isOfRound(network, Number(round), signature, randomness));
  return isRight ? { kind: "none", note: "" } : { kind: "fault", note: "The beacon did not sign the round." };
}

/** Whether an uncompressed signature is the beacon's for the round, with this randomness. */
function isOfRound(network: BeaconNetwork, round: number, signature: Hex, randomness: Hex): boolean {
  try {
    const compressed = toHex(bls12_381.G1.Point.fromBytes(fromHex(signature)).toBytes(true));
    return checkRound(network, { round, signature: compressed.slice(2) }).randomness === randomness;
  } catch (error) {
    // Bytes that are no point, or of another round.
    if (isDoorkeyError(error) || error instanceof Error) return false;
    throw error;
  }
}
