/** The whole life of a ticket: issue and entry in batches of 100, for distinct holders, without one-time setup. */

import { KEY_KINDS, type KeyKind } from "doorkey-test-support/keys";
import { type GasRow, gasOf } from "./rows.ts";
import { DOORKEY } from "./systems/doorkey.ts";

/** An operation and how many units are in its transaction. */
type Step = readonly [operation: string, n: number];

type Plan = {
  readonly name: string;
  readonly system: string;
  readonly issue: Step;
  /** Absent if no transaction records an entry, or if the issue itself records it. */
  readonly entry?: Step;
  /** What proves an entry on chain. */
  readonly proof: string;
};

export type Life = Pick<Plan, "name" | "system" | "proof"> & {
  readonly issue: number;
  readonly entry: number;
  readonly sum: number;
};

/** Holders come in any order. */
const SCATTERED = "Doorkey, secp256k1, in any order";
/** The system that this one replaces. */
const OLD_SYSTEM = "GMO, no entry";
const BATCH = 100;
/** Guests in one word of Kickback's map. */
const WORD = 256;

const GET = {
  issue: ["issue (primarySale)", BATCH],
  entry: ["check in (checkIn)", BATCH],
  proof: "none: the chain trusts the operator",
} as const;

const plans: readonly Plan[] = [
  ...KEY_KINDS.map(
    (kind): Plan => ({
      name: nameOf(kind),
      system: DOORKEY,
      issue: ["grant standing", BATCH],
      entry: [`admit ${kind}`, BATCH],
      proof: "the holder's signature, checked on chain",
    }),
  ),
  {
    name: SCATTERED,
    system: DOORKEY,
    issue: ["grant standing", BATCH],
    entry: ["admit secp256k1, each of another batch", BATCH],
    proof: "the same, each entry of a call from another batch",
  },
  { name: "GET/OPN V2", system: "GET/OPN V2", ...GET },
  { name: "GET/OPN core", system: "GET/OPN core", ...GET },
  {
    name: "Kickback",
    system: "Kickback",
    issue: ["issue (register)", 1],
    entry: [`check in (finalize, ${WORD} of ${WORD})`, WORD],
    proof: "none: the organizer sends one map at the end",
  },
  {
    name: "Unlock, no entry",
    system: "Unlock PublicLock V15",
    issue: ["issue (grantKeys)", BATCH],
    proof: "nothing: entry is off chain",
  },
  {
    name: "EAS, revoked at entry",
    system: "EAS",
    issue: ["issue (multiAttest, empty data)", BATCH],
    entry: ["revoke (multiRevoke)", BATCH],
    proof: "none: the chain trusts the attester",
  },
  {
    name: "POAP, minted at entry",
    system: "POAP",
    issue: ["issue (mint, which is the attendance)", BATCH],
    proof: "none: the chain trusts the minter",
  },
  {
    name: "GMO, no entry",
    system: "GMO Resale Deterred Ticket",
    issue: ["issue (createTicket)", 1],
    proof: "nothing: entry is off chain",
  },
];

/** The lives of all systems that issue tickets, in the order of the plans. */
export function lives(rows: readonly GasRow[]): Life[] {
  return plans.map(({ name, system, issue, entry, proof }) => {
    const issued = gasOf(rows, system, ...issue);
    const entered = entry === undefined ? 0 : gasOf(rows, system, ...entry);
    return { name, system, proof, issue: issued, entry: entered, sum: issued + entered };
  });
}

export type LifeRatios = {
  /** The cheapest peer that issues to distinct holders and records each entry on chain as it happens. */
  readonly bestFullPeer: Life;
  readonly toBestFullPeer: number;
  readonly toOldSystem: number;
};

/** How many times the gas of Doorkey's life goes into that of its peers. */
export function lifeRatios(all: readonly Life[], kind: KeyKind | "in any order"): LifeRatios {
  const ours = named(all, kind === "in any order" ? SCATTERED : nameOf(kind));
  const [bestFullPeer] = all.filter(isFullPeer).sort((a, b) => a.sum - b.sum);
  if (bestFullPeer === undefined) throw new Error("no full peer");
  return {
    bestFullPeer,
    toBestFullPeer: bestFullPeer.sum / ours.sum,
    toOldSystem: named(all, OLD_SYSTEM).sum / ours.sum,
  };
}

/** A full ticketing system issues in batches and records each entry when it happens. */
function isFullPeer({ system }: Life): boolean {
  return system.startsWith("GET/OPN");
}

function nameOf(kind: KeyKind): string {
  return `Doorkey, ${kind} key`;
}

function named(all: readonly Life[], name: string): Life {
  const life = all.find((each) => each.name === name);
  if (life === undefined) throw new Error(`no life of ${name}`);
  return life;
}
