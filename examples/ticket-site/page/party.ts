import { words } from "./language.ts";

/** Which people of a party enter with a code: `count` of them, from `from` on, counted from 0. */
export type Party = { readonly from: number; readonly count: number };

/** What the holder of a ticket for several people can choose: all who are outside, the first of them, or the last. */
export function partyChoices(
  size: number,
  entered: number,
): readonly { readonly value: string; readonly text: string }[] {
  const left = size - entered;
  const { allOfUs, onlySome, nextPeople } = words.ticket;
  const choice = (from: number, count: number, text: string) => ({ value: `${from}+${count}`, text });
  const some = Array.from({ length: left - 1 }, (_, i) => left - 1 - i);
  return [
    choice(entered, left, allOfUs(left)),
    ...some.map((count) => choice(entered, count, onlySome(count))),
    // For those who come later, where the page cannot ask the shop who is in.
    ...some.map((count) => choice(size - count, count, nextPeople(size - count + 1, size))),
  ];
}

/** Reads a choice back. Everyone who is outside, if nothing is chosen. */
export function partyOf(value: string | undefined, size: number, entered: number): Party {
  const [from = entered, count = size - entered] = value?.split("+").map(Number) ?? [];
  return { from, count };
}
