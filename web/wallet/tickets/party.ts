import { type Pass, runsOf } from "doorkey/buyer";
import type { Person } from "./peopleOf.ts";

/** Which people of a ticket one code lets in: `count` of them, from index `from` on. */
export type Party = { readonly from: number; readonly count: number };

/** The people who are outside, as groups that one code can let in: they are neighbours in one run of the pass. */
export function outsideOf(pass: Pass, people: readonly Person[]): readonly Party[] {
  const groups: Party[] = [];
  let start = 0;
  for (const { count } of runsOf(pass)) {
    let open: Party | undefined;
    for (let i = start; i < start + count; i++) {
      const isOutside = people[i]?.state === "outside";
      if (isOutside) open = { from: open?.from ?? i, count: (open?.count ?? 0) + 1 };
      if (open !== undefined && (!isOutside || i === start + count - 1)) {
        groups.push(open);
        open = undefined;
      }
    }
    start += count;
  }
  return groups;
}

/** The group that starts at `from`, or the first one; with at most `count` of its people. */
export function chooseParty(groups: readonly Party[], { from, count }: Partial<Party>): Party | undefined {
  const group =
    groups.find((one) => from !== undefined && from >= one.from && from < one.from + one.count) ?? groups[0];
  if (group === undefined) return undefined;
  const first = from !== undefined && from > group.from && from < group.from + group.count ? from : group.from;
  const most = group.from + group.count - first;
  return { from: first, count: Math.max(1, Math.min(count ?? most, most)) };
}
