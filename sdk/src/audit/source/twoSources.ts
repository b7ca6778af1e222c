import { DoorkeyError } from "../../core/DoorkeyError.ts";
import { type AuditQuestion, type AuditSource, blockOf } from "./AuditSource.ts";

/** An answer in which two nodes differ. */
export type NodeDifference = { readonly block: number | undefined; readonly what: string };

/**
 * Asks two nodes everything, and calls `differ` with each answer in which they do. It answers as the first node does.
 *
 * @throws CHAIN_DIFFERENT if the second node is on another chain.
 */
export function twoSources(
  first: AuditSource,
  second: AuditSource,
  differ: (difference: NodeDifference) => void,
): AuditSource {
  if (first.chainId !== second.chainId) {
    const details = [`The first node is on chain ${first.chainId}, the second on chain ${second.chainId}.`];
    throw new DoorkeyError("CHAIN_DIFFERENT", { details });
  }
  return {
    chainId: first.chainId,
    head: first.head,
    answer: async (question) => {
      const isOfNode = question.ask !== "document";
      const [one, other] = await Promise.all([first.answer(question), isOfNode ? second.answer(question) : undefined]);
      if (isOfNode && plain(one) !== plain(other)) {
        differ({ block: blockInDoubt(question, one, other) ?? blockOf(question, first.head), what: whatOf(question) });
      }
      return one;
    },
  };
}

/** Nodes write addresses and hashes in either case. */
function plain(answer: unknown): string {
  return JSON.stringify(answer).toLowerCase();
}

/** The block of the first log in which two answers differ. */
function blockInDoubt(question: AuditQuestion, one: unknown, other: unknown): number | undefined {
  if (question.ask !== "logs" || !Array.isArray(one) || !Array.isArray(other)) return undefined;
  for (let i = 0; i < Math.max(one.length, other.length); i++) {
    if (plain([one[i]]) !== plain([other[i]])) {
      return Math.min(...[one[i], other[i]].flatMap((log) => (log === undefined ? [] : [log.blockNumber])));
    }
  }
  return undefined;
}

function whatOf(question: AuditQuestion): string {
  if (question.ask === "logs") return `the logs of blocks ${question.from} to ${question.to}`;
  if (question.ask === "block") return `block ${question.number}`;
  if (question.ask === "transaction") return `transaction ${question.hash}`;
  if (question.ask === "call") return `a view of ${question.to}`;
  return question.ask === "code" ? `the code at ${question.address}` : `the document at ${question.uri}`;
}
