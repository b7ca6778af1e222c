import { holdBriefly, quarantine, USED } from "../storage/quarantine.ts";
import type { RequestRow } from "../storage/tables.ts";
import type { EngineContext } from "./EngineContext.ts";
import type { Verdict } from "./preflight.ts";

/**
 * Puts requests aside about which a node did not answer, and those that come too early for the next block, so that the
 * others of the pass are sent.
 */
export async function holdBack(
  { db, observe }: EngineContext,
  verdicts: readonly (readonly [RequestRow, Verdict])[],
): Promise<void> {
  await holdBriefly(
    db,
    verdicts.flatMap(([{ digest }, verdict]) => ("early" in verdict ? [digest] : [])),
  );
  const words = new Map(
    verdicts.flatMap(([{ digest }, verdict]) =>
      "unanswered" in verdict ? [[digest, `${verdict.wasUsed ? USED : ""}${verdict.unanswered}`]] : [],
    ),
  );
  const held = await quarantine(
    db,
    [...words].map(([digest, trouble]) => ({ digest, trouble })),
  );
  for (const { digest, sponsor, troubles } of held) {
    observe({ type: "quarantined", digest, sponsor, troubles, words: words.get(digest) ?? "" });
  }
}
