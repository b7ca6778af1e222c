import { placeNow } from "../merge/Place.ts";
import type { Figures } from "../protocol/answers.ts";
import type { Hub } from "./Hub.ts";

/** What a hub counts now. Each right counts once, however often it was scanned. */
export function figuresOf({ book, tally, chains, now }: Hub): Figures {
  const at = now();
  let [entered, byHand, outside] = [0, 0, 0];
  for (const [serial, scanId] of book.holders) {
    entered++;
    if (book.entries.get(scanId)?.byHand) byHand++;
    const place = book.places.get(serial);
    if (place !== undefined && placeNow(place, at)?.where === "out") outside++;
  }
  const codeAge = tally.codeAge();
  return {
    ...{ inside: entered - outside, entered, byHand, outside },
    arrivals: tally.arrivals(at),
    refusals: { ...tally.refusals },
    lanes: { ...tally.lanes },
    ...(codeAge !== undefined && { codeAge }),
    evidence: book.evidence.length,
    apart: chains.apartCount(),
  };
}
