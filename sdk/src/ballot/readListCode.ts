import type { Connection } from "../chain/Connection.ts";
import { askChain } from "../chain/fromNode.ts";
import { fromHex } from "../core/bytes.ts";
import type { Hex } from "../core/Hex.ts";
import { mapBounded } from "../core/mapBounded.ts";
import { ROWS_PER_STORE } from "../draw/listRows.ts";
import { ballotAt } from "./ballotAt.ts";

/** Questions at the same time. */
const WIDTH = 8;

type Listed = { readonly eventId: number; readonly classId: number; readonly listed: number };

/** The code of each store of a list, in their order. */
export function readListCode(
  connection: Connection,
  { eventId, classId, listed }: Listed,
): Promise<readonly Uint8Array[]> {
  const { ballot } = ballotAt(connection);
  const indexes = Array.from({ length: Math.ceil(listed / ROWS_PER_STORE) }, (_, i) => i);
  return mapBounded(indexes, WIDTH, (index) =>
    askChain(async () => {
      const store = await ballot.storeOf(eventId, classId, index);
      return fromHex((await connection.provider.getCode(store)) as Hex);
    }),
  );
}
