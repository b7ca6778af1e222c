import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { type EventRef, sameEvent } from "../../core/EventRef.ts";
import type { Hex } from "../../core/Hex.ts";
import type { AnswerTo, AuditQuestion, AuditSource, RawLog } from "../source/AuditSource.ts";
import type { NodeDifference } from "../source/twoSources.ts";
import { type BundleHead, type BundleRow, type Lines, readRows } from "./bundleRows.ts";

/** What a bundle has. */
export type BundleContent = {
  readonly head: BundleHead;
  readonly answers: Map<string, unknown>;
  readonly differences: readonly NodeDifference[];
  /** Nodes that were asked, if the audit came to its end. */
  readonly nodes: number | undefined;
  /** Of all rows. */
  readonly sum: Hex;
};

/**
 * The content of a bundle's lines; undefined if there are none.
 *
 * @throws AUDIT_BUNDLE_EDITED; AUDIT_BUNDLE_DIFFERENT for another file.
 */
export async function contentOf(lines: Lines): Promise<BundleContent | undefined> {
  let head: BundleHead | undefined;
  let [nodes, last]: [number | undefined, Hex] = [undefined, "0x"];
  const answers = new Map<string, unknown>();
  const differences: NodeDifference[] = [];
  /** Rows of logs since the last row of another kind. A killed audit may leave more than their answer counts. */
  let logs: (readonly RawLog[])[] = [];
  for await (const { row, sum } of readRows(lines)) {
    head ??= headIn(row);
    last = sum;
    if (row.kind === "difference") differences.push({ block: row.block, what: row.what });
    if (row.kind === "end") nodes = row.nodes;
    if (row.kind === "answer") answers.set(keyOf(row.question), row.answer);
    if (row.kind === "logs-answer") answers.set(keyOf(row.question), logs.slice(logs.length - row.rows).flat());
    if (row.kind === "logs") logs.push(row.logs);
    else logs = [];
  }
  return head && { head, answers, differences, nodes, sum: last };
}

function headIn(row: BundleRow): BundleHead {
  if (row.kind === "head" && row.v === 1) return row;
  throw new DoorkeyError("AUDIT_BUNDLE_DIFFERENT", { details: ["The first line is not that of a bundle."] });
}

/** The key of a question among the answers of a bundle. */
export function keyOf(question: AuditQuestion): string {
  return JSON.stringify(question);
}

/**
 * A source that answers from a bundle alone.
 *
 * @throws AUDIT_BUNDLE_CUT_OFF for a question without an answer.
 */
export function bundleSource({ head, answers }: BundleContent): AuditSource {
  return {
    chainId: head.chainId,
    head: head.head,
    answer: async (question) => {
      const answer = answers.get(keyOf(question));
      if (answer !== undefined) return answer as AnswerTo<typeof question>;
      throw new DoorkeyError("AUDIT_BUNDLE_CUT_OFF", { details: [`It has no answer to ${keyOf(question)}.`] });
    },
  };
}

/** Throws AUDIT_BUNDLE_DIFFERENT unless a bundle is about this event. */
export function assertAbout({ head }: BundleContent, event: EventRef): void {
  const { chainId, eventId, deployment } = head;
  if (sameEvent({ chainId, eventId, rightsRegistry: deployment.contracts.EntryRightRegistry.address }, event)) return;
  const details = [
    `It is about event ${eventId} on chain ${chainId}, not about event ${event.eventId} on chain ${event.chainId}.`,
  ];
  throw new DoorkeyError("AUDIT_BUNDLE_DIFFERENT", { details });
}
