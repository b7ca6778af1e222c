import type { Address, Hex } from "../../../core/Hex.ts";
import { type RightId, unpackRightId } from "../../../core/RightId.ts";
import { holderInRecord } from "../../../core/records.ts";
import type { IndexState } from "../../../eventIndex/IndexState.ts";
import type { AuditLog } from "../../Audit.ts";
import { rightAt } from "../rightAt.ts";
import { trustedAttesters } from "../trustedAttesters.ts";

/** A person tag that was bound to a right, on evidence that the calldata has. */
export type Tagging = {
  readonly log: AuditLog;
  readonly act: "grant" | "nameRight";
  readonly rightId: RightId;
  readonly tag: Hex;
  /** In lower case. */
  readonly holder: Address;
  readonly agentId: number;
  readonly classId: number;
  /** The records of the grant. */
  readonly records: Hex;
  /** Evidence for a naming must be newer than this, in seconds. */
  readonly reboundAt: number;
  /** The attesters that the verifier trusted then, in lower case. */
  readonly trusted: ReadonlySet<string>;
};

/** Collects the taggings of an event, with the attesters of their moments. */
export function watchEvidence(eventId: number): {
  readonly see: (log: AuditLog, before: IndexState) => void;
  readonly taggings: readonly Tagging[];
} {
  const taggings: Tagging[] = [];
  const trusted = trustedAttesters(eventId);
  const readers: Readonly<Record<string, (log: AuditLog, before: IndexState) => void>> = {
    PersonsTagged: (log, before) => {
      const { first, tags } = log.args;
      const { eventId: of, batch: number } = unpackRightId(first);
      const batch = before.events.get(of)?.batches[number];
      if (of !== eventId || batch === undefined) return;
      const { agentId, classId, records, seated } = batch;
      const common = {
        log,
        act: "grant",
        agentId,
        classId,
        records,
        reboundAt: 0,
        trusted: trusted.at(before),
      } as const;
      for (const [i, tag] of tags.entries()) {
        if (BigInt(tag) === 0n) continue;
        taggings.push({ ...common, rightId: first + BigInt(i), tag, holder: holderInRecord(records, seated, i) });
      }
    },
    RightNamed: (log, before) => {
      const { rightId, tag, holder } = log.args;
      const right = rightAt(before, rightId);
      if (Number(log.args.eventId) !== eventId || right === undefined) return;
      const { agentId, classId, records } = right.batch;
      const common = { log, act: "nameRight", agentId, classId, records, reboundAt: right.reboundAt } as const;
      taggings.push({ ...common, rightId, tag, holder: holder.toLowerCase(), trusted: trusted.at(before) });
    },
  };
  const see = (log: AuditLog, before: IndexState) => {
    trusted.see(log);
    readers[log.name]?.(log, before);
  };
  return { see, taggings };
}
