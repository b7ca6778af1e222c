import type { Connection } from "../chain/Connection.ts";
import { checkedConnection } from "../chain/checked.ts";
import { isInChain } from "../chain/isInChain.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
import { assertUint } from "../core/integers.ts";
import type { AuditOptions } from "./AuditOptions.ts";
import type { AuditBlock, AuditProgress, AuditResult } from "./AuditResult.ts";
import { assertOptions } from "./assertOptions.ts";
import type { AuditBundle } from "./bundle/AuditBundle.ts";
import { assertAbout, type BundleContent, contentOf } from "./bundle/bundleSource.ts";
import { recordingSource } from "./bundle/recordingSource.ts";
import { runAudit } from "./runAudit.ts";
import type { AuditSource } from "./source/AuditSource.ts";
import { chainSource, headOf, patiently, type ReadOptions } from "./source/chainSource.ts";
import { type NodeDifference, twoSources } from "./source/twoSources.ts";
import { defaultThresholds } from "./thresholds.ts";
import { yielding } from "./yielding.ts";

/** Most audits of a chain that changes during each of them. */
const ATTEMPTS = 5;

/**
 * Audits an event: reads its whole history from the chain, and checks what the organizer, agents, attesters and gates
 * did. It trusts no index and no server but the node that it asks. Yields how far it is, then every statement, and
 * returns all of them.
 *
 * @param parameters.second Another node's connection: both are asked everything, and must agree.
 * @param parameters.to The last block to look at. Defaults to the newest one.
 * @param parameters.bundle Where to keep what is read, to repeat the audit without a node. An audit that was ended early
 * continues with what is there.
 * @param parameters.sample Most signatures to check of each kind. Defaults to all.
 * @param parameters.workers Threads that check signatures. Defaults to 0: this one.
 * @throws EVENT_UNKNOWN; VALUE_INVALID for a block that the chain does not have yet; CHAIN_UNREACHABLE; CHAIN_DIFFERENT
 * when `second` is on another chain; BLOCK_ORPHANED when the chain keeps changing; AUDIT_BUNDLE_DIFFERENT and
 * AUDIT_BUNDLE_EDITED.
 * @example
 * import type { Connection } from "doorkey";
 * import { auditEvent } from "doorkey/audit";
 *
 * async function falseStatements(connection: Connection, eventId: number) {
 *   const found: string[] = [];
 *   for await (const step of auditEvent(connection, { eventId })) {
 *     if (step.kind === "statement" && step.statement.verdict === "false") found.push(step.statement.says);
 *   }
 *   return found;
 * }
 */
export async function* auditEvent(
  connection: Connection,
  parameters: auditEvent.Parameters,
): AsyncGenerator<AuditProgress, AuditResult, void> {
  checkedConnection(connection);
  assertOptions(parameters);
  const { second, to, bundle } = parameters;
  if (second !== undefined) checkedConnection(second);
  if (to !== undefined) assertUint("to", to, 53);
  if (bundle !== undefined) given("bundle", bundle, "lines", "append", "clear");
  for (let attempt = 1; ; attempt++) {
    try {
      const result = yield* yielding<AuditProgress, AuditResult>((tell) => auditChain(connection, parameters, tell));
      for (const statement of result.statements) yield { kind: "statement", statement };
      return result;
    } catch (error) {
      if (!isDoorkeyError(error) || error.code !== "BLOCK_ORPHANED" || attempt === ATTEMPTS) throw error;
      await parameters.bundle?.clear();
    }
  }
}

export declare namespace auditEvent {
  type Parameters = AuditOptions & {
    readonly second?: Connection | undefined;
    readonly to?: number | undefined;
    readonly bundle?: AuditBundle | undefined;
    /** How to read logs, see `readLogs`. */
    readonly read?: ReadOptions | undefined;
  };
}

async function auditChain(
  connection: Connection,
  parameters: auditEvent.Parameters,
  tell: (progress: AuditProgress) => void,
): Promise<AuditResult> {
  const { eventId, second, bundle, read, thresholds = defaultThresholds, sample, workers = 0 } = parameters;
  const { deployment, chainId } = connection;
  const before = bundle && (await kept(connection, bundle, parameters));
  const head = before?.head.head ?? (await commonHead(connection, parameters));
  const differences: NodeDifference[] = [...(before?.differences ?? [])];
  const nodes = second === undefined ? 1 : 2;
  const recorder = { differ: (_: NodeDifference) => {} };
  const differ = (difference: NodeDifference) => {
    differences.push(difference);
    recorder.differ(difference);
  };
  const first = chainSource(connection, head, read);
  const live = second === undefined ? first : twoSources(first, chainSource(second, head, read), differ);
  const bundleHead = { kind: "head", v: 1, chainId, eventId, deployment, head } as const;
  const recording = bundle && recordingSource(live, bundle, bundleHead, before);
  if (recording !== undefined) recorder.differ = recording.differ;
  const source = remembering(recording ?? live);
  const task = { source, deployment, eventId, thresholds, sample, workers, nodes, differences };
  const result = await runAudit(task, tell).catch(async (error) => {
    // A node answers questions about a block that left the chain in many ways.
    await assertInChain(connection, head);
    throw error;
  });
  await assertInChain(connection, head);
  await recording?.end(nodes);
  return result;
}

async function assertInChain(connection: Connection, head: AuditBlock): Promise<void> {
  if (await patiently(() => isInChain(connection, head))) return;
  throw new DoorkeyError("BLOCK_ORPHANED", { details: [`Block ${head.number} left the chain.`] });
}

/** What an earlier audit kept, if its head is still in the chain. */
async function kept(
  connection: Connection,
  bundle: AuditBundle,
  { eventId, to }: auditEvent.Parameters,
): Promise<BundleContent | undefined> {
  const content = await contentOf(bundle.lines());
  if (content === undefined) return undefined;
  const { chainId, rightsRegistry } = connection;
  assertAbout(content, { chainId, rightsRegistry, eventId });
  const { head } = content.head;
  if ((to === undefined || to === head.number) && (await patiently(() => isInChain(connection, head)))) return content;
  await bundle.clear();
  return undefined;
}

/** The newest block that all nodes have, or the one that was asked for. */
async function commonHead(connection: Connection, { second, to }: auditEvent.Parameters): Promise<AuditBlock> {
  const head = await headOf(connection, to);
  if (second === undefined || to !== undefined) return head;
  const other = await headOf(second);
  return other.number < head.number ? headOf(connection, other.number) : head;
}

/** Asks no question about a transaction, a view or a block twice. */
function remembering(source: AuditSource): AuditSource {
  const answers = new Map<string, Promise<unknown>>();
  return {
    ...source,
    answer: (question) => {
      if (question.ask === "logs") return source.answer(question);
      const key = JSON.stringify(question);
      const known = answers.get(key) ?? source.answer(question);
      answers.set(key, known);
      return known as ReturnType<typeof source.answer<typeof question>>;
    },
  };
}
