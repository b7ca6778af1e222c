import { type Pass, runsOf } from "doorkey/buyer";
import { words } from "./language.ts";

/** Which people of a party enter with a code: `count` of them, from `from` on, counted from 0. */
export type Party = { readonly from: number; readonly count: number };

/** People who are outside and whom one code can let in, by the numbers of the pass. */
export function outsideOf(pass: Pass, isIn: readonly boolean[] = []): readonly Party[] {
  const parts: Party[] = [];
  let end = 0;
  for (const { count } of runsOf(pass)) {
    const start = end;
    end += count;
    for (let i = start; i < end; i++) {
      const last = parts.at(-1);
      if (isIn[i] === true) continue;
      if (last !== undefined && i > start && last.from + last.count === i) {
        parts[parts.length - 1] = { from: last.from, count: last.count + 1 };
      } else parts.push({ from: i, count: 1 });
    }
  }
  return parts;
}

type Choice = { readonly value: string; readonly text: string };

/** What the holder of a ticket for several people can choose: all who are outside, the first of them, or the last. */
export function partyChoices(parts: readonly Party[]): readonly Choice[] {
  const { allOfUs, onlySome, nextPeople } = words.ticket;
  const choice = ({ from, count }: Party, text: string): Choice => ({ value: `${from}+${count}`, text });
  const numbered = ({ from, count }: Party) => choice({ from, count }, nextPeople(from + 1, from + count));
  return parts.flatMap((part, i) => {
    const { from, count } = part;
    const fewer = Array.from({ length: count - 1 }, (_, k) => count - 1 - k);
    return [
      i === 0 && parts.length === 1 ? choice(part, allOfUs(count)) : numbered(part),
      ...(i === 0 ? fewer.map((some) => choice({ from, count: some }, onlySome(some))) : []),
      // For those who come later, where the page cannot ask the shop who is in.
      ...fewer.map((some) => numbered({ from: from + count - some, count: some })),
    ];
  });
}

/** Reads a choice back. The first people who are outside, if nothing is chosen. */
export function partyOf(value: string | undefined, [first]: readonly Party[]): Party {
  const [from, count] = value?.split("+").map(Number) ?? [];
  return { from: from ?? first?.from ?? 0, count: count ?? first?.count ?? 1 };
}

/** How many people a pass is for. */
export function sizeOf(pass: Pass): number {
  return runsOf(pass).reduce((size, { count }) => size + count, 0);
}
