import type { ReadEvidence } from "./readEvidence.ts";

/** Seconds that evidence for a grant may be dated ahead of the chain's clock. */
const AHEAD = 300n;

/** What evidence was used for. Times are in seconds. */
export type EvidenceUse = {
  readonly act: "grant" | "nameRight" | "rebind";
  readonly tag: string;
  /** Time of the block. */
  readonly usedAt: number;
  readonly reboundAt: number;
};

/** What is wrong with evidence beside its signature, as the registry and the suite's verifier judge it. */
export function evidenceFault(
  { personTag, issuedAt, expiresAt }: Omit<ReadEvidence, "signature">,
  { act, tag, usedAt, reboundAt }: EvidenceUse,
): string | undefined {
  const now = BigInt(usedAt);
  if (personTag !== tag.toLowerCase()) return "The evidence is for another person.";
  if (expiresAt <= now) return "The evidence had expired.";
  if (issuedAt > (act === "grant" ? now + AHEAD : now)) return "The evidence was dated ahead.";
  if (act !== "grant" && issuedAt <= BigInt(reboundAt)) return "The evidence was older than the last rebind.";
  return undefined;
}
