import { isDoorkeyError } from "../../../core/CodedError.ts";
import { manifestBatch } from "../../../verdicts/manifestBatch.ts";
import type { Audit } from "../../Audit.ts";
import type { Finding } from "../../AuditPart.ts";
import type { Evidence } from "../../Statement.ts";
import { chainBatches } from "./chainBatches.ts";

const VOID = "3";

/** Counts the rights of all batches, as the chain keeps them, and compares the counts with those of the classes. */
export async function placesFinding(audit: Audit): Promise<Finding> {
  try {
    return await counted(audit);
  } catch (error) {
    if (!isDoorkeyError(error, "BLOCK_STATE_MISSING")) throw error;
    const note = "The node no longer has the state of this block.";
    return { says: note, unchecked: [{ note }] };
  }
}

async function counted(audit: Audit): Promise<Finding> {
  const { connection, eventId } = audit;
  const { events, rights } = connection.contracts;
  const { batches, left } = await chainBatches(audit);
  const live = new Map<number, number>();
  for (const batch of batches) {
    const { classId, statuses } = manifestBatch(batch);
    const count = [...statuses].filter((status) => status !== VOID).length;
    live.set(classId, (live.get(classId) ?? 0) + count);
  }
  const { classCount } = await events.eventOf(eventId);
  const rows: (readonly [number, number, number, number])[] = [];
  for (let classId = 1; classId <= Number(classCount); classId++) {
    const [granted, freed] = await rights.placesOf(eventId, classId);
    rows.push([classId, live.get(classId) ?? 0, Number(granted), Number(freed)]);
  }
  const faults = rows.flatMap(([classId, found, granted]): Evidence[] =>
    found === granted || left > 0
      ? []
      : [{ note: `Its batches have ${found} rights, and ${granted} are counted.`, subject: `class ${classId}` }],
  );
  const sum = rows.reduce((total, [, found]) => total + found, 0);
  return {
    says: `${batches.length + left} batches have ${sum} rights that are live or admitted.`,
    figures: { batches: batches.length + left, rights: sum },
    faults,
    unchecked: left === 0 ? [] : [{ note: `${left} batches were not read, because they are too many.` }],
    tables: [{ name: "places", columns: ["class", "rights", "granted", "freed"], rows }],
  };
}
