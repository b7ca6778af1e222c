import { interfaces } from "../abi/contracts.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { SuiteRef } from "../core/EventRef.ts";
import { jsonLine } from "../core/jsonLine.ts";
import { type LineFile, openLineFile } from "../core/lineFile.ts";
import { lockFile } from "../core/lockFile.ts";
import { fields, list, matching, type Shape, text, whole } from "../core/shape.ts";
import type { IndexPiece, IndexStore } from "./IndexStore.ts";
import { assertSameSuite } from "./memoryIndexStore.ts";

/** A store in a file; close it when the index stops. */
export type FileIndexStore = IndexStore & { close(): Promise<void> };

const VERSION = 1;

/**
 * A store in a file of JSON lines: the suite first, then a piece a line. What is appended is on the disk; a line that a
 * crash tore is cut off. A file beside it, `<path>.lock`, keeps a second process out; it may stay.
 *
 * @throws JOURNAL_LOCKED; INDEX_STORE_BROKEN, when it is loaded, for a file of something else; the file system's own errors.
 * @example
 * import type { Connection } from "doorkey";
 * import { fileIndexStore, followSuite } from "doorkey/event-index";
 *
 * const follow = async (connection: Connection) =>
 *   followSuite(connection, { store: await fileIndexStore("doorkey-index.jsonl") });
 */
export async function fileIndexStore(path: string): Promise<FileIndexStore> {
  const unlock = await lockFile(`${path}.lock`);
  let file: LineFile = await openLineFile(path).catch((error) => {
    unlock();
    throw error;
  });
  let suite: SuiteRef | undefined;

  return {
    load: async (wanted) => {
      suite = wanted;
      const [head, ...lines] = (await file.read()).map((line, i) =>
        jsonLine("INDEX_STORE_BROKEN", i === 0 ? HEAD : PIECE, path, line, i + 1),
      );
      if (head === undefined) await file.append(headOf(wanted));
      else assertSameSuite(head as SuiteRef, wanted);
      return lines as IndexPiece[];
    },
    append: (piece) => file.append(JSON.stringify(piece)),
    replace: async (pieces) => {
      if (suite === undefined) throw new DoorkeyError("INDEX_STORE_BROKEN", { details: ["It was not loaded."] });
      const { rename } = await import("node:fs/promises");
      // The old file stays whole until the new one is, on the disk.
      const next = await openLineFile(`${path}.next`, { empty: true });
      try {
        await next.append([headOf(suite), ...pieces.map((piece) => JSON.stringify(piece))].join("\n"));
      } finally {
        await next.close();
      }
      await file.close();
      await rename(`${path}.next`, path);
      file = await openLineFile(path);
    },
    close: () => file.close().finally(unlock),
  };
}

const hash = matching(/^0x[0-9a-f]{64}$/, "a hash");
const number = whole(0, Number.MAX_SAFE_INTEGER);
const HEAD: Shape = fields({ v: whole(VERSION, VERSION), chainId: number, rightsRegistry: text });
const PIECE: Shape = fields({
  to: fields({ number, hash }),
  logs: list(
    fields({
      contract: (value, path) => (Object.hasOwn(interfaces, String(value)) ? [] : [`${path} must be a contract.`]),
      topics: list(hash),
      data: text,
      blockNumber: number,
      blockHash: hash,
      timestamp: number,
      transactionHash: hash,
      index: number,
    }),
  ),
});

function headOf({ chainId, rightsRegistry }: SuiteRef): string {
  return JSON.stringify({ v: VERSION, chainId, rightsRegistry });
}
