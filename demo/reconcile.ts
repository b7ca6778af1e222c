import type { EventClass } from "doorkey";
import type { RightStatus } from "doorkey/code";
import type { Book, BookRight } from "./book.ts";
import type { Ledger, Tally } from "./ledger.ts";
import { formatNumber } from "./screen.ts";

/** The journey's own account of a class, in the words of the chain's. */
function tallyOf(book: Book, class_: EventClass): Omit<Tally, "supply" | "freed" | "unsold"> {
  const rights = [...book.rights.values()].filter((right) => right.class === class_);
  const fated = (fate: BookRight["fate"]): number => rights.filter((right) => right.fate === fate).length;
  return {
    granted: rights.length,
    returned: fated("returned"),
    revoked: fated("revoked"),
    reopened: book.reopened.get(class_) ?? 0,
    rebound: rights.reduce((sum, { rebinds }) => sum + rebinds, 0),
    named: rights.filter(({ named }) => named).length,
    admitted: fated("admitted"),
    away: fated("out"),
    refusedSales: book.refusedAtGrant.filter((refused) => refused === class_).length,
    turnedAway: book.turnedAway.filter((turned) => turned.class === class_).length,
  };
}

/** Everything in which the chain's account does not add up, or differs from the journey's own: a sentence each. */
export function reconcile(ledger: Ledger, book: Book, classes: readonly EventClass[]): string[] {
  return [
    ...classes.flatMap((class_) => reconcileClass(ledger, book, class_)),
    ...reconcileRights(ledger, book),
    ...reconcileReasons(ledger, book),
  ];
}

function reconcileClass({ classes, used }: Ledger, book: Book, class_: EventClass): string[] {
  const chain = classes.get(class_.id);
  if (chain === undefined) return [`the chain has no class ${class_.name}.`];
  const own = tallyOf(book, class_);
  const sums: readonly (readonly [what: string, left: number, right: number])[] = [
    [
      "granted = returned + revoked + admitted + not come",
      chain.granted,
      chain.returned + chain.revoked + chain.admitted + chain.away,
    ],
    [
      "supply = admitted + not come + freed + unsold",
      chain.supply,
      chain.admitted + chain.away + chain.freed + chain.unsold,
    ],
    ["freed = returned + revoked - reopened", chain.freed, chain.returned + chain.revoked - chain.reopened],
    ["used by agents = granted", used.get(class_.id) ?? 0, chain.granted],
    ["supply of the document = supply on chain", class_.supply, chain.supply],
    ...Object.entries(own).map(
      ([key, value]) => [`${key} by the journey = ${key} on chain`, value, chain[key as keyof Tally]] as const,
    ),
  ];
  return [
    ...sums
      .filter(([, left, right]) => left !== right)
      .map(
        ([what, left, right]) =>
          `class ${class_.name}: ${what} is wrong: ${formatNumber(left)} is not ${formatNumber(right)}.`,
      ),
    ...(chain.unsold < 0 ? [`class ${class_.name}: more places are held than there are.`] : []),
  ];
}

const FATES: Readonly<Record<BookRight["fate"], readonly RightStatus[]>> = {
  out: ["granted", "rebound"],
  admitted: ["admitted"],
  returned: ["void"],
  revoked: ["void"],
};

function reconcileRights({ rights, replayed }: Ledger, book: Book): string[] {
  const problems: string[] = [];
  for (const [id, { status, holder }] of rights) {
    if (replayed.get(id) !== status) problems.push(`right ${id}: its logs do not lead to its status.`);
    const own = book.rights.get(id);
    if (own === undefined) {
      if (status !== "void") problems.push(`right ${id} is live on chain, but was never granted here.`);
    } else if (!FATES[own.fate].includes(status)) problems.push(`right ${id} is ${own.fate}, but not on chain.`);
    else if (own.holder.address.toLowerCase() !== holder.toLowerCase())
      problems.push(`right ${id} has another holder on chain.`);
  }
  for (const id of book.rights.keys()) if (!rights.has(id)) problems.push(`right ${id} is not on chain.`);
  return problems;
}

function reconcileReasons({ reasons }: Ledger, book: Book): string[] {
  const own = new Map<string, number>();
  for (const { reason } of book.turnedAway) own.set(reason, (own.get(reason) ?? 0) + 1);
  return [...new Set([...own.keys(), ...reasons.keys()])]
    .filter((reason) => own.get(reason) !== reasons.get(reason))
    .map(
      (reason) =>
        `turned away for ${reason}: ${own.get(reason) ?? 0} times here, ${reasons.get(reason) ?? 0} on chain.`,
    );
}
