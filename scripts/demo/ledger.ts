import type { LogDescription } from "ethers";
import { packRightId, unpackEntry } from "../../sdk/src/code.ts";
import type { EventClass } from "../../sdk/src/index.ts";
import { REFUSAL, STATUS } from "../../test/helpers/suite.ts";
import { readBatches } from "./batches.ts";
import type { Chain } from "./chain.ts";

/** What became of a class, in rights and places. */
export type Tally = {
  supply: number;
  /** Rights that came into being. */
  granted: number;
  returned: number;
  revoked: number;
  /** Places of returned and revoked rights that were opened again. */
  reopened: number;
  /** Times that a right was bound to another key. */
  moved: number;
  named: number;
  admitted: number;
  /** Rights that are live, yet nobody came. */
  away: number;
  /** Places that are freed and not open. */
  freed: number;
  /** Places that nobody holds. */
  unsold: number;
  /** Records that were refused when they were granted. */
  refusedSales: number;
  /** Rights turned away at the gate. */
  turnedAway: number;
};

export type LedgerRight = { readonly classId: number; readonly status: bigint; readonly holder: string };

/** Everything the chain knows of an event, from its logs and from its state. */
export type Ledger = {
  /** By class id, from the logs alone; `away`, `freed` and `unsold` from the state. */
  readonly classes: ReadonlyMap<number, Tally>;
  readonly rights: ReadonlyMap<bigint, LedgerRight>;
  /** Status of every right as the logs alone tell it. */
  readonly replayed: ReadonlyMap<bigint, bigint>;
  /** Rights turned away at the gate, by reason, those of no class of this event among them. */
  readonly reasons: ReadonlyMap<string, number>;
  /** Rights of a class that the agents directly under the organizer, and those below, granted ever. */
  readonly used: ReadonlyMap<number, bigint>;
};

/** Reads the event's whole life back from the chain, with nothing from the journey but ids. */
export async function readLedger(
  chain: Chain,
  eventId: bigint,
  classes: readonly EventClass[],
  topAgents: readonly bigint[],
): Promise<Ledger> {
  const rights = await readRights(chain, eventId);
  const tallies = new Map<number, Tally>();
  const used = new Map<number, bigint>();
  for (const { id } of classes) {
    const { supply } = await chain.events.classOf(eventId, id);
    const [granted, freed] = await chain.rights.placesOf(eventId, id);
    tallies.set(id, {
      ...NOTHING,
      supply: Number(supply),
      freed: Number(freed),
      unsold: Number(supply - granted - freed),
      away: [...rights.values()].filter((right) => right.classId === id && right.status < STATUS.admitted).length,
    });
    let sum = 0n;
    for (const agentId of topAgents) sum += await chain.rights.usedBy(eventId, id, agentId);
    used.set(id, sum);
  }

  const replayed = new Map<bigint, bigint>();
  const reasons = new Map<string, number>();
  for (const log of await logsOf(chain)) replay(log, eventId, { rights, tallies, replayed, reasons });
  return { classes: tallies, rights, replayed, reasons, used };
}

const NOTHING: Tally = {
  supply: 0,
  granted: 0,
  returned: 0,
  revoked: 0,
  reopened: 0,
  moved: 0,
  named: 0,
  admitted: 0,
  away: 0,
  freed: 0,
  unsold: 0,
  refusedSales: 0,
  turnedAway: 0,
};

async function readRights(chain: Chain, eventId: bigint): Promise<Map<bigint, LedgerRight>> {
  const found = new Map<bigint, LedgerRight>();
  for (const [batch, { records, seated, statuses, moved, classId }] of (await readBatches(chain, eventId)).entries()) {
    const size = seated ? 46 : 40;
    for (const [index, digit] of [...statuses].entries()) {
      const id = packRightId({ eventId: Number(eventId), batch, index });
      const holder = moved[index]?.holder ?? `0x${records.slice(2 + size * index, 42 + size * index)}`;
      found.set(id, { classId, status: BigInt(digit), holder });
    }
  }
  return found;
}

async function logsOf({ rights, ethers }: Chain): Promise<LogDescription[]> {
  const logs = await ethers.provider.getLogs({ address: await rights.getAddress(), fromBlock: 0 });
  return logs.map((log) => rights.interface.parseLog(log)).filter((log) => log !== null);
}

type Reading = {
  readonly rights: ReadonlyMap<bigint, LedgerRight>;
  readonly tallies: ReadonlyMap<number, Tally>;
  readonly replayed: Map<bigint, bigint>;
  readonly reasons: Map<string, number>;
};

function replay(
  { name, args }: LogDescription,
  eventId: bigint,
  { rights, tallies, replayed, reasons }: Reading,
): void {
  const count = (key: keyof Tally, rightId: bigint, by = 1): void => {
    const tally = tallies.get(rights.get(rightId)?.classId ?? 0);
    if (tally !== undefined) tally[key] += by;
  };
  const turnAway = (reason: string, rightId: bigint): void => {
    count("turnedAway", rightId);
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  };
  const admit = (ids: readonly bigint[]): void => {
    for (const id of ids) {
      count("admitted", id);
      replayed.set(id, STATUS.admitted);
    }
  };
  // Two logs name a right without its event, which is in the right's id.
  if ((args.eventId ?? BigInt(args.rightId ?? args.first) >> 32n) !== eventId) return;
  switch (name) {
    case "RightsGranted":
      for (let id: bigint = args.first; rights.has(id); id++) {
        count("granted", id);
        replayed.set(id, STATUS.granted);
      }
      return;
    case "GrantRefused":
      count("granted", args.rightId, -1);
      count("refusedSales", args.rightId);
      replayed.set(args.rightId, STATUS.void);
      return;
    case "RightReturned":
      count("returned", args.rightId);
      replayed.set(args.rightId, STATUS.void);
      return;
    case "RightRevoked":
      count("revoked", args.rightId);
      replayed.set(args.rightId, STATUS.void);
      return;
    case "PlacesReopened":
    case "SeatsReopened": {
      const tally = tallies.get(Number(args.classId));
      if (tally !== undefined) tally.reopened += Number(args.places ?? args.seats.length);
      return;
    }
    case "RightRebound":
      count("moved", args.rightId);
      replayed.set(args.rightId, STATUS.moved);
      return;
    case "RightNamed":
      count("named", args.rightId);
      replayed.set(args.rightId, STATUS.moved);
      return;
    case "Admitted":
      admit(rightsOf(args.entry, 0xff));
      return;
    case "AdmittedInPart":
      admit(rightsOf(args.entry, Number(args.admitted)));
      return;
    case "AdmittedByHand":
      admit([args.rightId]);
      return;
    case "AlreadyAdmitted":
    case "Contested":
      turnAway(name, args.rightId);
      return;
    case "AdmissionRefused":
      turnAway(reasonName(args.why), args.rightId);
      return;
  }
}

function rightsOf(word: bigint, bits: number): bigint[] {
  const { rightId, count } = unpackEntry(word);
  return Array.from({ length: count }, (_, i) => i)
    .filter((i) => (bits >> i) & 1)
    .map((i) => rightId + BigInt(i));
}

/** A refusal as the contracts name it, such as `BadSignature`. */
function reasonName(why: bigint): string {
  const name = Object.entries(REFUSAL).find(([, value]) => value === why)?.[0] ?? `reason ${why}`;
  return name.charAt(0).toUpperCase() + name.slice(1);
}
