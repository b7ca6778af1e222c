import { byRank, isOffered, type PlaceState, placesIn } from "../../ballot/placesIn.ts";
import { drawAt, isBallotClass } from "../../ballot/readDraw.ts";
import type { Connection } from "../../chain/Connection.ts";
import { DoorkeyError } from "../../core/DoorkeyError.ts";
import type { Hex } from "../../core/Hex.ts";
import { publishedEvent } from "../../state/publishedEvent.ts";
import type { GrantEngine } from "../grants/grantEngine.ts";
import { tagsIn } from "../grants/tagsIn.ts";
import type { PlannedRow } from "./planRows.ts";

/** A row whose persons are all offered a place, with the place of the first of them. */
type Offered = { readonly row: PlannedRow; readonly place: PlaceState };

/**
 * The rows that may be granted now: those of other classes as they are, then those of ballots by rank. Rows whose
 * persons are not offered a place are refused, because one of them would stop its whole batch.
 */
export async function keepOffered(
  { connection, eventId, ledger }: GrantEngine<PlannedRow>,
  rows: readonly PlannedRow[],
): Promise<readonly PlannedRow[]> {
  // What a declined request may still grant is tried again as it was.
  const open = ledger.open(rows).flatMap(({ item, declined }) => (declined.length === 0 ? [item] : []));
  const kept = new Set(rows);
  const ranked: PlannedRow[] = [];
  for (const [classId, some] of Map.groupBy(open, (row) => row.classId)) {
    const draw = await drawOf(connection, eventId, classId);
    if (draw === undefined || draw.stage !== "waves") continue;
    const entries = some.map((row) => entriesOf(row, draw.kind));
    const places = await placesIn(connection, draw, entries.flat());
    const offered: Offered[] = [];
    let at = 0;
    for (const [i, row] of some.entries()) {
      const own = places.slice(at, at + (entries[i]?.length ?? 0));
      at += own.length;
      kept.delete(row);
      const [place] = own;
      const why = refusalOf(own);
      if (why === undefined && place !== undefined) offered.push({ row, place });
      else await ledger.settle({ status: "refused", items: [row], error: why });
    }
    ranked.push(...offered.sort((a, b) => byRank(a.place, b.place)).map(({ row }) => row));
  }
  return [...kept, ...ranked];
}

async function drawOf(connection: Connection, eventId: number, classId: number) {
  if (!(await isBallotClass(connection, eventId, classId))) return undefined;
  const { classes } = await publishedEvent(connection, eventId);
  const className = classes.find(({ id }) => id === classId)?.name ?? "";
  return drawAt(connection, { eventId, classId, className });
}

function entriesOf({ holder, evidence }: PlannedRow, kind: "persons" | "holders"): readonly Hex[] {
  return kind === "holders" ? [holder] : tagsIn(evidence);
}

/** Why a row is not granted: the first of its persons who is not offered a place. */
function refusalOf(places: readonly (PlaceState | undefined)[]): DoorkeyError | undefined {
  const index = places.findIndex((place) => place === undefined || !isOffered(place));
  if (index < 0) return places.length > 0 ? undefined : new DoorkeyError("ENTRANT_NOT_LISTED");
  const place = places[index];
  if (place === undefined) return new DoorkeyError("ENTRANT_NOT_LISTED");
  const line = `Its position is ${place.position} of ${place.of}: ${place.status}.`;
  return new DoorkeyError("ENTRANT_NOT_OFFERED", { details: [line] });
}
