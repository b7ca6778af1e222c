import { bigEndian, toHex } from "../../../core/bytes.ts";
import type { Hex } from "../../../core/Hex.ts";
import type { IndexState } from "../../../eventIndex/IndexState.ts";
import type { AuditLog } from "../../Audit.ts";
import { trustedAttesters } from "../trustedAttesters.ts";

/** An entrant who appealed, or kept a place, on what the calldata has. */
export type EntrantAct = {
  readonly log: Pick<AuditLog, "blockNumber" | "transactionHash" | "timestamp">;
  readonly act: "appeal" | "accept";
  readonly classId: number;
  readonly key: Hex;
  readonly byHolder: boolean;
  /** The attesters that the verifier trusted then, in lower case. */
  readonly trusted: ReadonlySet<string>;
};

const ACTS: Readonly<Record<string, EntrantAct["act"]>> = { EntrantAppealed: "appeal", PlaceAccepted: "accept" };

/** Collects what entrants did in the draws of an event, with the attesters of each moment. */
export function watchEntrants(eventId: number): {
  readonly see: (log: AuditLog, before: IndexState) => void;
  readonly acts: readonly EntrantAct[];
} {
  const acts: EntrantAct[] = [];
  const trusted = trustedAttesters(eventId);
  const drawnByHolder = new Set<number>();
  const see = (log: AuditLog, before: IndexState) => {
    trusted.see(log);
    if (log.contract !== "Ballot" || Number(log.args.eventId) !== eventId) return;
    const classId = Number(log.args.classId);
    if (log.name === "DrawOpened" && log.args.terms.byHolder) drawnByHolder.add(classId);
    const act = ACTS[log.name];
    if (act === undefined) return;
    const { blockNumber, transactionHash, timestamp } = log;
    acts.push({
      ...{ act, classId, log: { blockNumber, transactionHash, timestamp } },
      key: toHex(bigEndian(log.args.key, 16)),
      byHolder: drawnByHolder.has(classId),
      trusted: trusted.at(before),
    });
  };
  return { see, acts };
}
