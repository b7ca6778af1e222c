import type { Deployment } from "../chain/addresses/deployments.ts";
import { breathe } from "../core/breathe.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import type { Hex } from "../core/Hex.ts";
import { readAhead } from "../core/readAhead.ts";
import { applyLog } from "../eventIndex/applyLog.ts";
import type { IndexLog } from "../eventIndex/IndexLog.ts";
import { emptyIndex, type IndexedEvent } from "../eventIndex/IndexState.ts";
import type { Audit, AuditDocument, AuditReading, AuditTransaction } from "./Audit.ts";
import type { PartCheck } from "./AuditPart.ts";
import { auditTransaction } from "./auditCalls.ts";
import { decodedLog, logsAbout } from "./auditLogs.ts";
import { readDocument } from "./readDocument.ts";
import type { RawHistory } from "./readHistory.ts";
import type { AuditAnswers, AuditSource } from "./source/AuditSource.ts";
import { sourceConnection } from "./source/sourceConnection.ts";
import type { NodeDifference } from "./source/twoSources.ts";
import type { Thresholds } from "./thresholds.ts";

/** Transactions that are asked for at the same time. */
const WIDTH = 16;
/** Logs after which the replay reports how far it is. */
const STEP = 1_000;
/** Logs after which the event loop may get its turn. */
const TURN = 64;

/** What an audit is about, and how it is done. */
export type AuditTask = {
  readonly source: AuditSource;
  readonly deployment: Deployment;
  readonly eventId: number;
  readonly thresholds: Thresholds;
  readonly sample: number | undefined;
  readonly workers: number;
  readonly nodes: number;
  readonly differences: readonly NodeDifference[];
};

/** An audit whose history is read, and what makes it complete. */
export type AuditAtWork = {
  readonly audit: Audit;
  /** Shows every log to the parts, and applies it. */
  replay(checks: readonly PartCheck[], onProgress: (done: number, of: number) => void): Promise<void>;
  /** Fetches the document. */
  complete(): Promise<void>;
};

export function makeAudit(task: AuditTask, history: RawHistory, tell: Audit["progress"]): AuditAtWork {
  const { source, deployment, eventId, thresholds, sample, workers, nodes, differences } = task;
  const { logs, misplaced, unproven, headers, goneBefore } = history;
  const state = emptyIndex();
  const unfit: IndexLog[] = [];
  const unread = new Map<Hex, Exclude<AuditTransaction["kind"], "calls">>();
  const asked = new Set<Hex>();
  let document: AuditDocument = { problem: "The audit has no logs that say where it is.", differs: false };

  const reading: AuditReading = {
    ...{ nodes, differences, misplaced, unfit, unproven, headers, unread },
    get transactions() {
      return asked.size;
    },
  };

  const answerOn = (hash: Hex) => source.answer({ ask: "transaction", hash });

  function read(hash: Hex, answer: AuditAnswers["transaction"]): AuditTransaction {
    const transaction = auditTransaction(deployment, hash, answer);
    asked.add(hash);
    if (transaction.kind !== "calls") unread.set(hash, transaction.kind);
    return transaction;
  }

  async function* transactions(hashes: readonly Hex[]): AsyncGenerator<AuditTransaction, void, void> {
    for await (const [hash, answer] of readAhead(hashes, WIDTH, answerOn)) {
      await breathe();
      yield read(hash, answer);
    }
  }

  const audit: Audit = {
    eventId,
    suite: { chainId: source.chainId, rightsRegistry: deployment.contracts.EntryRightRegistry.address },
    head: source.head,
    connection: sourceConnection(source, deployment, logs),
    ...{ state, reading, goneBefore, thresholds, sample, workers, transactions },
    transaction: async (hash) => read(hash, await answerOn(hash)),
    get event() {
      return state.events.get(eventId) ?? noEvent(eventId);
    },
    get document() {
      return document;
    },
    logsOf: (contract, ...names) => {
      const scope = state.events.get(eventId)?.policy.scope ?? eventId;
      return logsAbout(logs, { eventId, scope }, contract, names);
    },
    progress: tell,
  };

  async function replay(checks: readonly PartCheck[], onProgress: (done: number, of: number) => void): Promise<void> {
    if (goneBefore !== undefined) return;
    for (const [i, log] of logs.entries()) {
      if (i % STEP === 0) onProgress(i, logs.length);
      if (i % TURN === 0) await breathe();
      const decoded = decodedLog(log);
      if (decoded !== undefined) for (const { see } of checks) see?.(decoded, state);
      if (decoded === undefined || !fits(() => applyLog(state, log))) unfit.push(log);
    }
    onProgress(logs.length, logs.length);
  }

  async function complete(): Promise<void> {
    const event = state.events.get(eventId);
    if (event !== undefined) document = await readDocument(source, event);
  }

  return { audit, replay, complete };
}

/** Whether a log fits to those before it. A node that leaves out or changes logs gives some that do not. */
function fits(apply: () => void): boolean {
  try {
    apply();
    return true;
  } catch (error) {
    if (isDoorkeyError(error) || error instanceof TypeError || error instanceof RangeError) return false;
    throw error;
  }
}

/** An event of which no log is known. */
function noEvent(id: number): IndexedEvent {
  const hash: Hex = `0x${"00".repeat(32)}`;
  const times = { salesOpenAt: 0, salesCloseAt: 0, doorsOpenAt: 0, doorsCloseAt: 0 };
  return {
    id,
    name: "",
    uri: "",
    documentHash: hash,
    policy: {
      identityVerifier: `0x${"00".repeat(20)}`,
      scope: id,
      maxPerPerson: 0,
      maxRebinds: 0,
      minPublicBps: 0,
    },
    classes: [],
    organizerId: 0,
    schedule: { ...times, rebindUntil: 0, returnUntil: 0, nameBy: 0 },
    paused: false,
    cancelled: false,
    scopeShared: false,
    offer: undefined,
    era: 0,
    nameLead: 0,
    announcedDoorsAt: 0,
    everReservedPlaces: 0,
    gates: new Map(),
    byHand: new Map(),
    batches: [],
    admissions: [],
    conducts: new Map(),
  };
}
