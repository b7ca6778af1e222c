import { named } from "../core/given.ts";
import { isHex } from "../core/Hex.ts";
import { PageError } from "../core/PageError.ts";
import { type Entrant, type EntrantKind, entrantKey } from "./Entrant.ts";
import { companionLink, type ListRow, MOST_PARTY } from "./listRows.ts";

/** A mistake in one entrant. `row` is its place in the list, from 0. */
export type EntrantMistake = {
  readonly row: number;
  readonly field: "order" | "entry" | "leader" | "places";
  readonly sentence: string;
};

/** Entrants in the order that the Ballot takes, or all mistakes in them. */
export type ArrangedEntrants = {
  readonly rows: readonly ListRow[];
  /** Entrants who stand in the list twice with the same wish. The second one is left out. */
  readonly doubled: readonly { readonly row: number; readonly first: number }[];
  readonly mistakes: readonly EntrantMistake[];
};

type Placed = { readonly row: number; readonly key: string; readonly entrant: Entrant };

/**
 * Sorts the entrants of a draw by their keys, leaves out doubles, and gives each companion its leader. A person who would
 * be in two parties is a mistake, because only the organizer knows which one is right.
 *
 * @throws VALUE_INVALID for another kind, and for what is not a list. Mistakes in entrants are returned.
 * @param nameRow How a sentence names another row. Defaults to `entrants[i]`.
 * @example
 * import { arrangeEntrants, type Entrant } from "doorkey/ballot";
 *
 * const mistakesIn = (entrants: readonly Entrant[]) => arrangeEntrants("persons", entrants).mistakes;
 */
export function arrangeEntrants(
  kind: EntrantKind,
  entrants: readonly Entrant[],
  nameRow: (row: number) => string = (row) => `entrants[${row}]`,
): ArrangedEntrants {
  if (kind !== "persons" && kind !== "holders") throw invalid(`kind must be persons or holders, not ${named(kind)}.`);
  if (!Array.isArray(entrants)) throw invalid("entrants must be a list.");
  if (typeof nameRow !== "function") throw invalid("nameRow must be a function.");
  const mistakes: EntrantMistake[] = [];
  const fault = (row: number, field: EntrantMistake["field"], sentence: string) =>
    void mistakes.push({ row, field, sentence });
  const readable = entrants.flatMap((entrant, row) => readEntrant(kind, entrant, row, fault));
  const doubled = findDoubled(readable, nameRow, fault);
  const second = new Set(doubled.map(({ row }) => row));
  const placed = readable.filter(({ row }) => !second.has(row)).sort((a, b) => (a.key < b.key ? -1 : 1));
  const rows = kind === "holders" ? placed.map(rowOfHolder) : rowsOfPersons(placed, readable, nameRow, fault);
  mistakes.sort((a, b) => a.row - b.row);
  return { rows: mistakes.length === 0 ? rows : [], doubled, mistakes };
}

function invalid(detail: string): PageError {
  return new PageError("VALUE_INVALID", { details: [detail] });
}

type Fault = (row: number, field: EntrantMistake["field"], sentence: string) => void;

function readEntrant(kind: EntrantKind, entrant: Entrant, row: number, fault: Fault): Placed[] {
  const size = kind === "persons" ? 32 : 20;
  const { entry, order, places = 1, leader }: Partial<Entrant> = Object(entrant);
  const wanted = kind === "persons" ? "a person tag of 32 bytes" : "a holder's address of 20 bytes";
  let whole = true;
  const refuse = (field: EntrantMistake["field"], sentence: string) => {
    whole = false;
    fault(row, field, sentence);
  };
  if (typeof order !== "string" || order === "") refuse("order", "must not be empty.");
  if (!isHex(entry, size)) refuse("entry", `must be ${wanted}${sizeOf(entry)}.`);
  else if (BigInt(entry) === 0n) refuse("entry", "must not be all zeros.");
  if (kind === "persons" && places !== 1) refuse("places", "counts in draws by key only; list each person of a party.");
  if (kind === "holders" && leader !== undefined)
    refuse("leader", "counts in draws of persons only; give the key's places.");
  if (!Number.isInteger(places) || places < 1 || places > MOST_PARTY) {
    refuse("places", `must be 1 to ${MOST_PARTY}, not ${String(places)}; a party has at most ${MOST_PARTY} persons.`);
  }
  if (!whole || entry === undefined) return [];
  // Tables name the leader in the leader's own row too.
  return [{ row, key: entrantKey(entry), entrant: leader === order ? { ...entrant, leader: undefined } : entrant }];
}

function sizeOf(entry: unknown): string {
  return isHex(entry) ? `, not of ${entry.length / 2 - 1}` : "";
}

/** Who stands in the list twice. Two different wishes of one person are a mistake of both rows. */
function findDoubled(placed: readonly Placed[], nameRow: (row: number) => string, fault: Fault) {
  const first = new Map<string, Placed>();
  const leads = new Set(placed.flatMap(({ entrant }) => entrant.leader ?? []));
  return placed.flatMap((one) => {
    const before = first.get(one.key);
    if (before === undefined) {
      first.set(one.key, one);
      return [];
    }
    const isSame =
      before.entrant.leader === one.entrant.leader &&
      (before.entrant.places ?? 1) === (one.entrant.places ?? 1) &&
      (before.entrant.order === one.entrant.order || !leads.has(one.entrant.order));
    if (!isSame) {
      const what = `is the same as in ${nameRow(before.row)}, with another party`;
      fault(one.row, "entry", `${what}; each person enters once, so remove one of the two.`);
      return [];
    }
    return [{ row: one.row, first: before.row }];
  });
}

function rowOfHolder({ key, entrant }: Placed): ListRow {
  return { key, link: entrant.places ?? 1 };
}

function rowsOfPersons(
  placed: readonly Placed[],
  all: readonly Placed[],
  nameRow: (row: number) => string,
  fault: Fault,
): ListRow[] {
  const leaders = leadersByOrder(all, nameRow, fault);
  const positions = new Map(placed.map(({ entrant }, position) => [entrant, position]));
  const parties = new Map<Entrant, Placed[]>();
  for (const one of placed) {
    const { leader } = one.entrant;
    if (leader === undefined) continue;
    const found = leaders.get(leader);
    if (found === undefined) fault(one.row, "leader", `names the order ${JSON.stringify(leader)}, which no row has.`);
    else if (found.entrant.leader !== undefined)
      fault(one.row, "leader", `names ${nameRow(found.row)}, who is a companion too; name the leader of the party.`);
    else parties.set(found.entrant, [...(parties.get(found.entrant) ?? []), one]);
  }
  const links = new Map<Entrant, number>();
  for (const [leader, companions] of parties) {
    const size = companions.length + 1;
    const row = all.find(({ entrant }) => entrant === leader)?.row ?? 0;
    if (size > MOST_PARTY) {
      const rows = companions.map((one) => one.row).sort((x, y) => x - y);
      const them = rows.map(nameRow).join(", ");
      fault(row, "leader", `leads a party of ${size}, with ${them}; a party has at most ${MOST_PARTY} persons.`);
    }
    links.set(leader, size);
    const position = positions.get(leader) ?? 0;
    for (const [i, { entrant }] of companions.entries()) links.set(entrant, companionLink(i + 1, position));
  }
  return placed.map(({ key, entrant }) => ({ key, link: links.get(entrant) ?? 1 }));
}

/** The rows that others may name as their leader. An order that two of them share names neither. */
function leadersByOrder(all: readonly Placed[], nameRow: (row: number) => string, fault: Fault): Map<string, Placed> {
  const byOrder = new Map<string, Placed>();
  const named = new Set(all.flatMap(({ entrant }) => entrant.leader ?? []));
  for (const one of all) {
    const before = byOrder.get(one.entrant.order);
    if (before === undefined) byOrder.set(one.entrant.order, one);
    else if (named.has(one.entrant.order) && before.key !== one.key)
      fault(one.row, "order", `is the order of ${nameRow(before.row)} too, and companions name it as their leader.`);
  }
  return byOrder;
}
