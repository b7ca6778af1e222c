/** Each replica writes down when it last brought its signers up to date, so that all replicas and operators see it. */

import type { Address } from "doorkey";
import { sql } from "kysely";
import type { EngineContext, Lease } from "./EngineContext.ts";

/** Most characters that are kept of what went wrong. */
const WORDS = 500;

/** What a replica knows of a signer's passes. */
export type Progress = {
  /** Milliseconds of the process's steady clock at the last pass that ended well. */
  readonly passedAt: number | undefined;
  /** What has gone wrong since then. */
  readonly trouble: string | undefined;
};

/** What is known after a pass: `error` if it failed. */
export function progressAfter(before: Progress | undefined, now: number, error?: unknown): Progress {
  if (error === undefined) return { passedAt: now, trouble: undefined };
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { passedAt: before?.passedAt, trouble: words.slice(0, WORDS) };
}

/** Stores the progress of the signers that this replica holds. A lease that ended meanwhile is left alone. */
export async function storeProgress(
  { db, owner }: Pick<EngineContext, "db" | "owner">,
  held: readonly Lease[],
  progress: ReadonlyMap<Address, Progress>,
  now: number,
): Promise<void> {
  const values = held.flatMap(({ signer, epoch }) => {
    const known = progress.get(signer);
    if (known === undefined) return [];
    const { passedAt, trouble = null } = known;
    return [{ signer, epoch, agoMs: passedAt === undefined ? null : Math.round(now - passedAt), trouble }];
  });
  if (values.length === 0) return;
  await sql`
    update signers set trouble = known.trouble,
      passed_at = coalesce(clock_timestamp() - known."agoMs" * interval '1 millisecond', passed_at)
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb)
      as known(signer text, epoch bigint, "agoMs" float8, trouble text)
    where signers.address = known.signer and signers.epoch = known.epoch and lease_owner = ${owner}`.execute(db);
}
