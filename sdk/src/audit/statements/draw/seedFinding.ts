import { beaconTimes } from "../../../ballot/beaconTimes.ts";
import type { DrawState } from "../../../ballot/readDraw.ts";
import { roundAfter } from "../../../draw/BeaconNetwork.ts";
import { drawSeed } from "../../../draw/Entrant.ts";
import type { Audit } from "../../Audit.ts";
import type { Finding } from "../../AuditPart.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import type { SeenDraws } from "./watchDraws.ts";

/** Seconds from the seal to the earliest round. */
const SEAL_GAP = 3_600;

/** Whether the round of each draw follows from its seal, and the seed from the round. */
export async function seedFinding(
  { connection }: Pick<Audit, "connection">,
  draws: readonly DrawState[],
  seen: SeenDraws,
): Promise<Finding> {
  const times = await beaconTimes(connection);
  const faults: Evidence[] = [];
  for (const draw of draws) {
    const { eventId, classId, sealAt, round, seed, randomness } = draw;
    const subject = `class ${classId}`;
    const { opened, settled } = seen.of(classId);
    const fault = (note: string, log = settled) =>
      faults.push(log === undefined ? { note, subject, block: draw.block } : evidenceAt(log, note, { subject }));
    if (round !== roundAfter(times, sealAt + SEAL_GAP)) fault("The round does not follow from the seal.", opened);
    if (opened !== undefined && Number(opened.args.round) !== round) fault("The round changed.", opened);
    if (settled !== undefined && settled.args.seed !== seed) fault("The seed is not the one that was logged.");
    if (settled !== undefined && settled.timestamp < sealAt) fault("The draw was settled before its seal.");
    if (seed === undefined) continue;
    const place = {
      chainId: connection.chainId,
      ballot: connection.deployment.contracts.Ballot.address,
      eventId,
      classId,
    };
    if (randomness === undefined || drawSeed(randomness, place) !== seed) fault("The seed is not that of its round.");
  }
  const settled = draws.filter(({ seed }) => seed !== undefined).length;
  return {
    says: `${settled} of ${draws.length} draws have a seed, and it follows from the round that was fixed when they opened.`,
    figures: { draws: draws.length, settled },
    faults,
  };
}
