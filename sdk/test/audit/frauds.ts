/**
 * The frauds of the planted-fraud suite: what is planted, and which statement of an audit must find it. Each is made with
 * the real contracts on a chain of its own, or told by a node that lies about an honest chain.
 */

import { admit, giveBack, grantTo, offered, rebindTo } from "doorkey-test-support/sale/acts";
import { evidenceOf, keyOf } from "doorkey-test-support/sale/people";
import { ENTRANTS, later } from "doorkey-test-support/sale/runSale";
import { CLASS, type Place, type Sale, type SalePlan } from "doorkey-test-support/sale/Sale";
import type { Verdict } from "../../src/audit/Statement.ts";
import { acceptPlaces, appeal } from "../../src/ballot/index.ts";
import type { Address } from "../../src/core/Hex.ts";
import {
  pauseSales,
  raiseSupply,
  rebindRight,
  reopenPlaces,
  resumeSales,
  revokeRights,
} from "../../src/organizer/index.ts";
import { type Lie, otherArguments, otherCalldata, withoutLog } from "./lies.ts";

const HOUR = 3_600;

export type Fraud = {
  readonly planted: string;
  /** The one statement that finds it, and its verdict. */
  readonly found: readonly [id: string, verdict: Exclude<Verdict, "holds">];
  /** How the sale differs from an honest one. */
  readonly plan?: Partial<SalePlan>;
  /** What the node says. The audit is then compared with that of the same chain by a node that does not lie. */
  readonly lie?: Lie;
  /** What is served instead of the document. */
  readonly document?: string;
};

export const FRAUDS: readonly Fraud[] = [
  {
    planted: "another document is served than the published one",
    found: ["suite.document", "false"],
    document: '{"@type":"Event"}',
  },
  {
    planted: "a node leaves out an admission by hand",
    found: ["suite.logs", "false"],
    lie: withoutLog("EntryRightRegistry", "AdmittedByHand", 0),
  },
  {
    planted: "a node tells a smaller quota than an agent used",
    found: ["issuance.agents", "false"],
    lie: otherArguments("EventRegistry", "AgentDelegated", 0, { quota: 10n }),
  },
  {
    planted: "a node tells more reserved places than the terms allow",
    found: ["share.floor", "false"],
    plan: { acts: { announced: raiseCrew } },
    lie: otherArguments("EventRegistry", "SupplyRaised", 0, { supply: 40n }),
  },
  {
    planted: "a member of the crew is never named, and keeps the right",
    found: ["reserved.named", "flag"],
    plan: { named: 3 },
  },
  {
    planted: "a node tells other evidence than the agent sent",
    found: ["persons.evidence", "unknown"],
    lie: otherCalldata("EntryRightRegistry", "nameRight"),
  },
  {
    planted: "a node tells another return than the holder signed",
    found: ["returns.signed", "unknown"],
    lie: otherCalldata("EntryRightRegistry", "returnRights"),
  },
  {
    planted: "an agent grants a returned place again within minutes, to a friend",
    found: ["returns.sameAgent", "flag"],
    plan: { acts: { resold: sellBackToFriend } },
  },
  {
    planted: "the organizer moves a right to another key without its holder",
    found: ["rebinds.byOrganizer", "flag"],
    plan: { acts: { changed: takeAway } },
  },
  {
    planted: "many rights of an agent move to other keys",
    found: ["rebinds.moved", "flag"],
    plan: { acts: { changed: moveThree } },
  },
  {
    planted: "a node tells more rebinds than the terms allow",
    found: ["rebinds.count", "false"],
    lie: otherArguments("EntryRightRegistry", "RightRebound", 0, { rebinds: 3n }),
  },
  {
    planted: "the organizer revokes the right of a winner",
    found: ["rebinds.revokedInDraw", "flag"],
    plan: { acts: { changed: revokeWinner } },
  },
  {
    planted: "the list of a draw closes twelve hours after its opening",
    found: ["ballot.listTime", "flag"],
    plan: { listFor: 12 * HOUR },
  },
  {
    planted: "the list leaves out an entrant, who appeals",
    found: ["ballot.appeals", "flag"],
    plan: { acts: { appeals: appealOfOne } },
  },
  {
    planted: "half of the winners of a wave do not buy",
    found: ["ballot.claimed", "flag"],
    plan: { buyers: 3 },
  },
  {
    planted: "a winner accepts a place and is never granted it",
    found: ["ballot.notGranted", "flag"],
    plan: { buyers: 5, acts: { sold: acceptOnly } },
  },
  {
    planted: "the organizer pauses sales while a wave runs",
    found: ["ballot.paused", "flag"],
    plan: { acts: { sold: pauseForAnHour } },
  },
  {
    planted: "a node tells another seed of the draw",
    found: ["draw.seed", "false"],
    lie: otherArguments("Ballot", "DrawSettled", 0, { seed: `0x${"11".repeat(32)}` }),
  },
  {
    planted: "a node tells another entry than the gate delivered",
    found: ["doors.signed", "unknown"],
    lie: otherCalldata("EntryRightRegistry", "admit"),
  },
  {
    planted: "one right is shown at two gates, on two challenges",
    found: ["doors.twice", "flag"],
    plan: { acts: { admitted: enterTwice } },
  },
  {
    planted: "a desk lets in many by hand",
    found: ["doors.byHand", "flag"],
    plan: { byHand: 5 },
  },
  {
    planted: "a lane lets in more than two people a second",
    found: ["doors.speed", "flag"],
    plan: { interval: 0.3 },
  },
  {
    planted: "a node tells a request of the relay twice",
    found: ["relay.requests", "false"],
    lie: otherArguments("GasRelayForwarder", "RequestExecuted", 3, { nonce: 0n }),
  },
  {
    planted: "one key buys in five orders of a class without names",
    found: ["speed.holders", "flag"],
    plan: { acts: { sold: buyFiveTimes } },
  },
];

async function raiseCrew({ organizer, eventId }: Sale): Promise<void> {
  await raiseSupply(organizer, { eventId, className: CLASS.crew, supply: 8 });
}

async function sellBackToFriend(sale: Sale): Promise<void> {
  const { organizer, eventId, places } = sale;
  await giveBack(sale, places.standing.pop() as Place);
  await reopenPlaces(organizer, { eventId, className: CLASS.standing, places: 1 });
  await grantTo(sale, "standing", [181]);
}

async function takeAway({ organizer, places }: Sale): Promise<void> {
  const { rightId } = places.standing.pop() as Place;
  await rebindRight(organizer, { rightId, newHolder: keyOf(301).address });
}

async function moveThree(sale: Sale): Promise<void> {
  for (const person of [302, 303, 304]) await rebindTo(sale, sale.places.standing[person - 280] as Place, person);
}

async function revokeWinner({ organizer, places }: Sale): Promise<void> {
  await revokeRights(organizer, { rightIds: [(places.floor.pop() as Place).rightId], reason: "double booking" });
}

async function appealOfOne(sale: Sale): Promise<void> {
  const { kiosk, eventId, ticketsId } = sale;
  const evidence = await evidenceOf(sale, 50);
  const holder = keyOf(50).address as Address;
  await appeal(kiosk, { eventId, className: CLASS.floor, agentId: ticketsId, holder, evidence });
}

async function acceptOnly(sale: Sale): Promise<void> {
  const { kiosk, eventId, ticketsId: agentId } = sale;
  for (const person of await offered(sale, ENTRANTS)) {
    const acceptance = { agentId, holder: keyOf(person).address as Address, evidence: await evidenceOf(sale, person) };
    await acceptPlaces(kiosk, { eventId, className: CLASS.floor, acceptances: [acceptance] });
  }
}

async function pauseForAnHour({ organizer, chain, eventId }: Sale): Promise<void> {
  await pauseSales(organizer, { eventId });
  await later({ chain }, HOUR);
  await resumeSales(organizer, { eventId });
}

async function enterTwice(sale: Sale): Promise<void> {
  const { doorsOpenAt, gates, places } = sale;
  const scan = { ...(places.standing[60] as Place), scannedAt: doorsOpenAt + 900 };
  await admit(sale, gates[0], [{ ...scan, lane: 1, challenge: "0x1111111111111111" }]);
  await admit(sale, gates[1], [{ ...scan, lane: 2, scannedAt: scan.scannedAt + 60, challenge: "0x2222222222222222" }]);
}

async function buyFiveTimes(sale: Sale): Promise<void> {
  const holder = keyOf(400).address;
  for (let order = 0; order < 5; order++) await grantTo(sale, "standing", [400], { holder, again: true });
}
