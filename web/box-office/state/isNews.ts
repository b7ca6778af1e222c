import type { Act, Import, Sale } from "../api/answers.ts";

const ACT_ORDER: readonly Act["state"][] = ["open", "undecided"];
const IMPORT_ORDER: readonly Import["state"][] = ["checked", "running"];

// An answer to an earlier question may come after a later event, and must not undo it.

/** Whether a sale was told later than the known one. */
export function isNewSale(known: Sale, told: Sale): boolean {
  return told.changedAt >= known.changedAt;
}

/** Whether an act is as far as the known one, or further. */
export function isNewAct(known: Act, told: Act): boolean {
  return placeIn(ACT_ORDER, told.state) >= placeIn(ACT_ORDER, known.state);
}

/** Whether a list of orders is as far as the known one, or further. */
export function isNewImport(known: Import, told: Import): boolean {
  const [before, after] = [known, told].map(({ state }) => placeIn(IMPORT_ORDER, state)) as [number, number];
  return after === before ? told.granted + told.refused >= known.granted + known.refused : after > before;
}

function placeIn<word>(order: readonly word[], one: word): number {
  const place = order.indexOf(one);
  return place < 0 ? order.length : place;
}
