import type { Hex } from "../../core/Hex.ts";
import type { AuditBlock } from "../AuditResult.ts";

/** What an audit asks of a chain. Calls and code are asked at the head block of the audit. */
export type AuditQuestion =
  | { readonly ask: "logs"; readonly from: number; readonly to: number }
  | { readonly ask: "block"; readonly number: number }
  | { readonly ask: "transaction"; readonly hash: Hex }
  | { readonly ask: "call"; readonly to: Hex; readonly data: Hex }
  | { readonly ask: "code"; readonly address: Hex }
  | { readonly ask: "document"; readonly uri: string };

/** A log as a node gives it, without its time. */
export type RawLog = {
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  readonly transactionHash: Hex;
  /** Its position in the block. */
  readonly index: number;
};

/** The fields of a block's header as a node gives them, with its hash. */
export type RawHeader = { readonly hash: Hex; readonly number: Hex; readonly timestamp: Hex } & {
  readonly [field: string]: Hex;
};

/** The answer to each kind of question: plain JSON. */
export type AuditAnswers = {
  /** Of the suite's contracts, in the order of the chain; null: the node does not have the logs of this one block. */
  readonly logs: readonly RawLog[] | null;
  /** null: the node does not have it. */
  readonly block: RawHeader | null;
  /** Signed and serialized; null: the node does not have it, or it is of a kind that ethers does not know. */
  readonly transaction: { readonly signed: Hex } | null;
  /** `gone`: the node no longer has the state of this block. */
  readonly call: { readonly data: Hex } | { readonly revert: Hex } | { readonly gone: true };
  readonly code: { readonly data: Hex } | { readonly gone: true };
  /** The bytes that were served, or why there are none. */
  readonly document: { readonly bytes: Hex } | { readonly problem: string };
};

export type AnswerTo<question extends AuditQuestion> = AuditAnswers[question["ask"]];

/** A chain up to one block: a node, two nodes that must agree, or a bundle. */
export type AuditSource = {
  readonly chainId: number;
  readonly head: AuditBlock;
  answer<question extends AuditQuestion>(question: question): Promise<AnswerTo<question>>;
};

/** The block that a question is about; undefined for the document. */
export function blockOf(question: AuditQuestion, head: AuditBlock): number | undefined {
  if (question.ask === "logs") return question.from;
  if (question.ask === "block") return question.number;
  return question.ask === "document" ? undefined : head.number;
}
