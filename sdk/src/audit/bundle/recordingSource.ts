import type { AnswerTo, AuditQuestion, AuditSource, RawLog } from "../source/AuditSource.ts";
import type { NodeDifference } from "../source/twoSources.ts";
import type { AuditBundle } from "./AuditBundle.ts";
import { type BundleHead, type BundleRow, rowWriter } from "./bundleRows.ts";
import { type BundleContent, keyOf } from "./bundleSource.ts";

/** Rows that are written at once, and the longest time between two writes in milliseconds. */
const ROWS = 64;
const EVERY = 1_000;

/** A source that keeps each answer in a bundle. */
export type RecordingSource = AuditSource & {
  /** Keeps that two nodes gave different answers. */
  differ(difference: NodeDifference): void;
  /** Writes what is not written yet, and that the audit came to its end. */
  end(nodes: number): Promise<void>;
};

/** Keeps the answers of `live` in a bundle. What an earlier audit kept there, `before`, is not asked again. */
export function recordingSource(
  live: AuditSource,
  bundle: AuditBundle,
  head: BundleHead,
  before: BundleContent | undefined,
): RecordingSource {
  const write = rowWriter(before?.sum);
  const answers = before?.answers ?? new Map<string, unknown>();
  const waiting: string[] = [];
  let written = Date.now();

  function keep(...rows: readonly BundleRow[]): void {
    waiting.push(...rows.map(write));
  }

  async function flush(): Promise<void> {
    written = Date.now();
    await bundle.append(...waiting.splice(0));
  }

  if (before === undefined) keep(head);
  return {
    chainId: live.chainId,
    head: live.head,
    differ: ({ block, what }) => keep({ kind: "difference", block, what }),
    answer: async (question) => {
      const key = keyOf(question);
      if (answers.has(key)) return answers.get(key) as AnswerTo<typeof question>;
      const answer = await live.answer(question);
      keep(...rowsOf(question, answer));
      if (waiting.length >= ROWS || Date.now() - written > EVERY) await flush();
      return answer;
    },
    end: async (nodes) => {
      if (before?.nodes === undefined) keep({ kind: "end", nodes });
      await flush();
    },
  };
}

/** The rows of an answer: for logs, one row for each block with logs. */
function rowsOf(question: AuditQuestion, answer: unknown): BundleRow[] {
  if (question.ask !== "logs" || !Array.isArray(answer)) return [{ kind: "answer", question, answer }];
  const byBlock = Map.groupBy(answer as readonly RawLog[], ({ blockNumber }) => blockNumber);
  return [
    ...[...byBlock].map(([block, logs]) => ({ kind: "logs", block, logs }) as const),
    { kind: "logs-answer", question, rows: byBlock.size },
  ];
}
