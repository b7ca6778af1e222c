import { createHash, randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { isDoorkeyError } from "doorkey";
import { type GrantedRow, grantJournalFile, grantMany, type Seller } from "doorkey/agent";
import { Refusal, sentenceOf } from "doorkey-server";
import type { Logger } from "pino";
import type { Events } from "../follow/Events.ts";
import type { ChainIndex } from "../follow/followChain.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import type { Sale } from "../sales/Sale.ts";
import type { Sales } from "../sales/Sales.ts";
import { addSale, saleOfPurchase } from "../sales/saleTable.ts";
import type { Storage } from "../storage/openStorage.ts";
import type { Import, OrderRow } from "./Import.ts";
import type { Imports } from "./Imports.ts";
import {
  addImport,
  allImports,
  endRows,
  goodRows,
  importOf,
  importOfDigest,
  type RowOutcome,
  refusedLines,
  setImportState,
} from "./importTable.ts";
import { readOrders } from "./readOrders.ts";
import { linksCsv, rightsCsv } from "./resultCsv.ts";

/** Milliseconds after which a run that the chain or the relay cut short goes on. */
const AGAIN_MS = 3_000;

/** Links that are written in one turn of the loop. */
const LINKS = 50;

export function createImports(options: createImports.Options): Imports {
  const { storage, seller, sales, events, index, folder, logger, now, onChange } = options;
  const { db, write } = storage;
  const running = new Map<string, { granted: number; refused: number }>();
  let turn: Promise<void> = Promise.resolve();
  let isStopped = false;
  let wake: () => void = () => {};

  function known(id: string): Import {
    const found = importOf(db, id);
    if (found === undefined) throw new ProblemError("IMPORT_UNKNOWN");
    return { ...found, ...running.get(id) };
  }

  function run(id: string): void {
    turn = turn.then(async () => {
      while (!isStopped && !(await attempt(id))) await pauseBefore();
    });
  }

  const pauseBefore = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, AGAIN_MS).unref();
    });

  /** Returns whether it ended. What passes by itself is tried again. */
  async function attempt(id: string): Promise<boolean> {
    try {
      const { kind } = known(id);
      if (!(await (kind === "grants" ? grantRows(id) : openRows(id)))) return true;
      // So that a search finds what was granted.
      await index.catchUp();
      write(() => setImportState(db, id, "done"));
    } catch (error) {
      if (isDoorkeyError(error) && (error.retryable || error.code === "CALL_UNDECIDED")) {
        logger.warn({ msg: "an import goes on later", import: id, code: error.code });
        return false;
      }
      logger.error({ msg: "an import failed", import: id, why: sentenceOf(error) });
      try {
        write(() => setImportState(db, id, "failed", sentenceOf(error)));
      } catch {
        // The disk is full. The import still runs, and goes on at the next start.
        return false;
      }
    }
    running.delete(id);
    onChange(known(id));
    return true;
  }

  async function grantRows(id: string): Promise<boolean> {
    const { eventId, createdAt, by } = known(id);
    const rows = goodRows(db, id).map(({ row }) => row);
    const { connection, agentId } = seller();
    const { results } = await grantMany(connection, {
      ...{ agentId, eventId, document: events.document(eventId) },
      rows: rows.map(({ order, className, holder = "", quantity, seats, evidence }) => ({
        ...{ order, className, holder, quantity, evidence, seats },
      })),
      journal: grantJournalFile(join(folder, `${id}.journal`)),
      onProgress: ({ granted, refused }) => {
        running.set(id, { granted, refused });
        onChange(known(id));
      },
    });
    write(() => {
      endRows(
        db,
        id,
        results.map((result) => outcomeOf(result, rows)),
      );
      for (const result of results) {
        const row = rows[result.row];
        if (row === undefined || result.status === "refused") continue;
        const purchase = `import/${id}/${row.line}`;
        if (saleOfPurchase(db, purchase) !== undefined) continue;
        addSale(db, {
          ...{ id: randomBytes(9).toString("hex"), purchase, source: "import", shop: id, order: row.order, eventId },
          ...{ className: row.className, quantity: row.quantity, seats: row.seats, state: "granted" },
          ...{ createdAt, changedAt: now(), rightIds: result.rightIds.map(String) },
          ...(by !== undefined && { by }),
          ...(row.holder !== undefined && { holder: row.holder as `0x${string}` }),
        });
      }
    });
    return true;
  }

  /** Returns whether all rows ended. */
  async function openRows(id: string): Promise<boolean> {
    const { eventId, by } = known(id);
    const open = goodRows(db, id).filter(({ state }) => state === "good");
    for (let i = 0; i < open.length; i += LINKS) {
      if (isStopped) return false;
      const outcomes: RowOutcome[] = [];
      for (const { row } of open.slice(i, i + LINKS)) outcomes.push(await openRow(row, { id, eventId, by }));
      write(() => endRows(db, id, outcomes));
      onChange(known(id));
    }
    return true;
  }

  async function openRow(
    row: OrderRow,
    of: { readonly id: string; readonly eventId: number; readonly by: string | undefined },
  ) {
    const { line, order, className, quantity, seats } = row;
    try {
      const wish = { eventId: of.eventId, className, quantity, seats };
      await sales.open(wish, { source: "import", shop: of.id, order, by: of.by });
      return { line, state: "granted", rights: [] } satisfies RowOutcome;
    } catch (error) {
      if (isDoorkeyError(error) && !error.retryable) {
        const sentence = error.message.split("\n").slice(0, -1).join(" ");
        return { line, state: "refused", reason: error.code, sentence } satisfies RowOutcome;
      }
      if (!(error instanceof Refusal)) throw error;
      return { line, state: "refused", reason: error.code, sentence: error.detail } satisfies RowOutcome;
    }
  }

  async function linkOf(id: string, order: string): Promise<Sale | undefined> {
    const sale = saleOfPurchase(db, `import/${id}/${order}`);
    return sale && sales.shown(sale);
  }

  return {
    take: ({ eventId, name, bytes }, by) => {
      const { classes } = events.indexed(eventId);
      const digest = createHash("sha256").update(bytes).digest("hex");
      const before = importOfDigest(db, eventId, digest);
      if (before !== undefined) return { taken: known(before.id), isNew: false };
      const document = events.document(eventId);
      const terms = classes.map((one, i) => ({
        name: one.name,
        seated: one.seated,
        seats: document?.classes[i]?.seats ?? [],
      }));
      const { kind, good, bad } = readOrders(bytes, terms);
      const id = randomBytes(9).toString("hex");
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      write(() => addImport(db, { id, eventId, name, kind, createdAt: now(), digest, by, good, bad }));
      const taken = known(id);
      onChange(taken);
      return { taken, isNew: true };
    },
    start: (id) => {
      if (known(id).state !== "checked") throw new ProblemError("IMPORT_STARTED");
      write(() => setImportState(db, id, "running"));
      onChange(known(id));
      run(id);
      return known(id);
    },
    read: known,
    list: () => allImports(db).map((one) => ({ ...one, ...running.get(one.id) })),
    refusals: (id) => {
      known(id);
      return refusedLines(db, id);
    },
    result: async (id) => {
      const { kind, state } = known(id);
      if (state !== "done") throw new ProblemError("IMPORT_UNFINISHED");
      const rows = goodRows(db, id).filter((one) => one.state === "granted");
      return kind === "grants" ? rightsCsv(rows) : linksCsv(rows, (order) => linkOf(id, order));
    },
    resume: () => {
      for (const { id, state } of allImports(db).reverse()) if (state === "running") run(id);
    },
    stop: async () => {
      isStopped = true;
      wake();
      await turn;
    },
  };
}

export declare namespace createImports {
  type Options = {
    readonly storage: Storage;
    readonly seller: () => Seller;
    readonly sales: Sales;
    readonly events: Events;
    readonly index: ChainIndex;
    /** Where the journals of runs are kept. */
    readonly folder: string;
    readonly logger: Logger;
    /** Seconds since 1970. */
    readonly now: () => number;
    readonly onChange: (one: Import) => void;
  };
}

function outcomeOf(result: GrantedRow, rows: readonly OrderRow[]): RowOutcome {
  const line = rows[result.row]?.line ?? 0;
  if (result.status === "refused") return { line, state: "refused", reason: result.reason, sentence: result.sentence };
  return { line, state: "granted", rights: result.rightIds.map(String) };
}
