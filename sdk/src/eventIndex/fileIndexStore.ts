import { assertText } from "../core/assertText.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { SuiteRef } from "../core/EventRef.ts";
import type { Address } from "../core/Hex.ts";
import { type LineFile, openLineFile } from "../core/lineFile.ts";
import { lockFile } from "../core/lockFile.ts";
import { parseJson } from "../core/parseJson.ts";
import { fields, hexOf, literal, type Shape, whole } from "../core/shape.ts";
import { INDEX_PIECE, type IndexStore } from "./IndexStore.ts";
import { assertSameSuite } from "./memoryIndexStore.ts";

/** A store in a file; close it when the index stops. */
export type FileIndexStore = IndexStore & { close(): Promise<void> };

/** The first line. */
type Head = { readonly v: 1; readonly chainId: number; readonly rightsRegistry: Address };

const HEAD: Shape<Head> = fields({ v: literal(1), chainId: whole(1), rightsRegistry: hexOf(20) });

/**
 * A store in a file of JSON lines: the suite first, then one piece per line. An appended piece is on the disk; a line
 * that a crash tore is cut off. The file `<path>.lock` beside it keeps a second process out; it may stay.
 *
 * @throws JOURNAL_LOCKED; INDEX_STORE_BROKEN, from loading, for a file with other content; errors of the file system.
 * @example
 * import type { Connection } from "doorkey";
 * import { fileIndexStore, followSuite } from "doorkey/event-index";
 *
 * const follow = async (connection: Connection) =>
 *   followSuite(connection, { store: await fileIndexStore("doorkey-index.jsonl") });
 */
export async function fileIndexStore(path: string): Promise<FileIndexStore> {
  assertText("path", path);
  const unlock = await lockFile(`${path}.lock`);
  let file: LineFile = await openLineFile(path).catch((error) => {
    unlock();
    throw error;
  });
  let suite: SuiteRef | undefined;
  const lineOf = <T>(shape: Shape<T>, line: string, number: number): T =>
    parseJson("INDEX_STORE_BROKEN", shape, line, `${path}, line ${number}`);

  return {
    load: async (wanted) => {
      suite = wanted;
      const [head, ...pieces] = await file.read();
      if (head === undefined) await file.append(headOf(wanted));
      else assertSameSuite(lineOf(HEAD, head, 1), wanted);
      return pieces.map((piece, i) => lineOf(INDEX_PIECE, piece, i + 2));
    },
    append: (piece) => file.append(JSON.stringify(piece)),
    replace: async (pieces) => {
      if (suite === undefined) throw new DoorkeyError("INDEX_STORE_BROKEN", { details: ["The store was not loaded."] });
      const { rename } = await import("node:fs/promises");
      // The old file stays whole until the new one is whole and on the disk.
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

function headOf({ chainId, rightsRegistry }: SuiteRef): string {
  const head: Head = { v: 1, chainId: Number(chainId), rightsRegistry };
  return JSON.stringify(head);
}
