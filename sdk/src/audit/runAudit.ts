import { concat, keccak256 } from "ethers";
import type { BlockRef } from "../core/BlockRef.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";
import type { IndexLog } from "../eventIndex/IndexLog.ts";
import type { Audit } from "./Audit.ts";
import { type AuditPart, judged, type PartCheck } from "./AuditPart.ts";
import type { AuditProgress, AuditResult } from "./AuditResult.ts";
import { auditParts } from "./auditParts.ts";
import { type AuditTask, makeAudit } from "./makeAudit.ts";
import { readHistory } from "./readHistory.ts";
import type { Statement } from "./Statement.ts";

type Tell = (step: string, done: number, of: number) => void;

/** Audits an event with what a source answers. */
export async function runAudit(task: AuditTask, tell: (progress: AuditProgress) => void): Promise<AuditResult> {
  const { source, deployment, eventId } = task;
  const step: Tell = (name, done, of) => tell({ kind: "progress", step: name, done, of });
  const history = await readHistory(source, deployment, (done, of) => step("logs", done, of));
  let concluding = "";
  const { audit, replay, complete } = makeAudit(task, history, (done, of) => step(concluding, done, of));
  await assertEvent(audit);
  const checks = auditParts.map((part) => part.begin(audit));
  await replay(checks, (done, of) => step("replay", done, of));
  await complete();
  const statements: Statement[] = [];
  for (const [i, part] of auditParts.entries()) {
    concluding = part.name;
    statements.push(...(await statementsOf(audit, part, checks[i] as PartCheck, statements)));
  }
  const { event, state } = audit;
  return {
    v: 1,
    chainId: source.chainId,
    rightsRegistry: audit.connection.rightsRegistry,
    eventId,
    name: event.name,
    organizer: state.organizers.get(event.organizerId)?.name ?? "",
    head: source.head,
    ...(audit.goneBefore === undefined ? {} : { goneBefore: audit.goneBefore }),
    statements,
    compare: blocksToCompare(audit, history.logs),
    blocksHash: hashOfBlocks([...history.logs, { blockHash: source.head.hash }]),
  };
}

/** Throws EVENT_UNKNOWN unless the chain has the event. */
async function assertEvent({ connection, eventId }: Audit): Promise<void> {
  const count = Number(await connection.contracts.events.eventCount());
  if (eventId > count) throw new DoorkeyError("EVENT_UNKNOWN", { details: [`Event ${eventId}; there are ${count}.`] });
}

async function statementsOf(
  audit: Audit,
  part: AuditPart,
  check: PartCheck,
  before: readonly Statement[],
): Promise<readonly Statement[]> {
  const why = part.needsLogs ? whyNoLogs(audit, before) : undefined;
  if (why === undefined) return check.conclude();
  return Object.entries(part.rules).map(([id, rule]) => judged(id, rule, { says: why, unchecked: [{ note: why }] }));
}

/** Why the logs prove nothing; undefined if they do. */
function whyNoLogs({ goneBefore }: Audit, before: readonly Statement[]): string | undefined {
  if (goneBefore !== undefined) return `History before block ${goneBefore} is gone.`;
  const broken = before.find(({ id, verdict }) => ON_LOGS.includes(id) && verdict === "false");
  return broken && `It cannot be checked, because this is false: ${broken.title}`;
}

/** Statements without which no log proves anything. */
const ON_LOGS: readonly string[] = ["suite.code", "suite.blocks", "suite.logs"];

/** The first and the last block with a log of the suite, and the head. */
function blocksToCompare({ head }: Audit, logs: readonly IndexLog[]): BlockRef[] {
  const ends = [logs[0], logs.at(-1)].flatMap((log) =>
    log === undefined ? [] : [[log.blockNumber, log.blockHash] as const],
  );
  const blocks = new Map<number, Hex>([...ends, [head.number, head.hash]]);
  return [...blocks].map(([number, hash]) => ({ number, hash }));
}

function hashOfBlocks(logs: readonly Pick<IndexLog, "blockHash">[]): Hex {
  return keccak256(concat([...new Set(logs.map(({ blockHash }) => blockHash))])) as Hex;
}
