/**
 * The frauds of the planted-fraud suite: what is planted, and which statement of an audit must find it. Each is made with
 * the real contracts on a chain of its own, or what a node answers that lies about an honest chain.
 */

import { signedRound } from "doorkey-test-support/beacon";
import { tagAt } from "doorkey-test-support/drawStage";
import { admit, giveBack, grantTo, offered, rebindTo } from "doorkey-test-support/sale/acts";
import { evidenceOf, keyOf } from "doorkey-test-support/sale/people";
import { ENTRANTS, later } from "doorkey-test-support/sale/runSale";
import { CLASS, type Place, type Sale, type SalePlan } from "doorkey-test-support/sale/Sale";
import { attest, identityDomain, scopeOf } from "doorkey-test-support/statements";
import { contractAt } from "../../src/abi/contracts.ts";
import { delegateQuota } from "../../src/agent/index.ts";
import type { Verdict } from "../../src/audit/Statement.ts";
import { acceptPlaces, appeal, readDraw } from "../../src/ballot/index.ts";
import type { Address, Hex } from "../../src/core/Hex.ts";
import {
  nameRight,
  pauseSales,
  raiseSupply,
  rebindRight,
  reopenPlaces,
  resumeSales,
  revokeRights,
} from "../../src/organizer/index.ts";
import { FOREIGN_CHAIN, onForeignChain, withForeignBeacon, withForeignDomain } from "./brokenRules.ts";
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
    planted: "a node shows other calldata than was sent",
    found: ["calldata.transactions", "false"],
    lie: otherCalldata("EntryRightRegistry", "returnRights"),
  },
  {
    planted: "a node shows a smaller quota than an agent used, until it got the right one",
    found: ["issuance.agents", "false"],
    plan: { acts: { resold: delegateAgain } },
    lie: otherArguments("EventRegistry", "AgentDelegated", 0, { quota: 10n }),
  },
  {
    planted: "a node shows more reserved places for a while than the terms allow",
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
    planted: "an attestation for another chain is taken",
    found: ["persons.evidence", "false"],
    plan: { named: 3, acts: { changed: nameWithForeignEvidence } },
  },
  {
    planted: "a return is taken that its holder did not sign for this chain",
    found: ["returns.signed", "false"],
    plan: { acts: { resold: returnUnsigned } },
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
    planted: "a node shows more rebinds for a while than the terms allow",
    found: ["rebinds.count", "false"],
    plan: { acts: { changed: moveCrewTwice } },
    lie: otherArguments("EntryRightRegistry", "RightRebound", 1, { rebinds: 3n }),
  },
  {
    planted: "a right moves on a consent that its holder did not sign for this chain",
    found: ["rebinds.consent", "false"],
    plan: { acts: { changed: moveUnsigned } },
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
    plan: { buyers: 5, acts: { sold: pauseForAnHour } },
  },
  {
    planted: "someone else than the beacon signed the round of the draw",
    found: ["draw.round", "false"],
    plan: { acts: { appeals: signRoundAlone } },
  },
  {
    planted: "a node shows another seed of the draw",
    found: ["draw.seed", "false"],
    lie: otherArguments("Ballot", "DrawSettled", 0, { seed: `0x${"11".repeat(32)}` }),
  },
  {
    planted: "an entry is taken that its holder did not sign for this chain",
    found: ["doors.signed", "false"],
    plan: { acts: { admitted: enterUnsigned } },
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
    planted: "a node shows a request of the relay twice",
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
  for (const supply of [7, 8]) await raiseSupply(organizer, { eventId, className: CLASS.crew, supply });
}

async function delegateAgain({ tickets, ticketsId: from, kioskId: to, eventId }: Sale): Promise<void> {
  await delegateQuota(tickets, { eventId, className: CLASS.standing, from, to, quota: 40 });
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

/** A member of the crew moves twice to a new phone, with evidence. */
async function moveCrewTwice(sale: Sale): Promise<void> {
  const { rightId, person } = sale.places.crew.at(-1) as Place;
  for (const phone of [306, 307]) {
    await later(sale, HOUR);
    const holder = keyOf(phone).address;
    const proof = await evidenceOf(sale, person, { holder, rightId });
    await rebindRight(sale.tickets, { rightId, newHolder: holder, proof });
  }
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

async function returnUnsigned(sale: Sale): Promise<void> {
  const place = sale.places.standing.pop() as Place;
  await withForeignDomain(sale, "EntryRightRegistry", () => giveBack(onForeignChain(sale), place));
}

async function moveUnsigned(sale: Sale): Promise<void> {
  const place = sale.places.standing[40] as Place;
  await withForeignDomain(sale, "EntryRightRegistry", async () => {
    sale.places.standing[40] = await rebindTo(onForeignChain(sale), place, 305);
  });
}

async function enterUnsigned(sale: Sale): Promise<void> {
  const { doorsOpenAt, gates, places } = sale;
  const scan = { ...(places.standing[60] as Place), scannedAt: doorsOpenAt + 900, lane: 1 };
  await withForeignDomain(sale, "EntryRightRegistry", () => admit(onForeignChain(sale), gates[0], [scan]));
}

async function nameWithForeignEvidence(sale: Sale): Promise<void> {
  const { organizer, attester, chain, eventId, ticketsId: agentId, places } = sale;
  const { rightId, key, person } = places.crew.at(-1) as Place;
  const issuedAt = await chain.clock.now();
  const { address } = organizer.deployment.contracts.AttesterIdentityVerifier;
  const scope = scopeOf(BigInt(organizer.chainId), organizer.rightsRegistry, eventId);
  const terms = {
    scope,
    personTag: tagAt(person),
    holder: key.address,
    agentId,
    rightId,
    issuedAt,
    expiresAt: issuedAt + HOUR,
  };
  const evidence = (await attest(identityDomain(BigInt(FOREIGN_CHAIN), address), attester, terms)) as Hex;
  await withForeignDomain(sale, "AttesterIdentityVerifier", async () => {
    await nameRight(organizer, { rightId, holder: key.address, evidence });
  });
}

async function signRoundAlone(sale: Sale): Promise<void> {
  const { kiosk, chain, eventId } = sale;
  const { round, roundAt } = await readDraw(kiosk, { eventId, className: CLASS.floor });
  await chain.clock.travelTo(roundAt + 3);
  const { address } = kiosk.deployment.contracts.DrandBeacon;
  const { signature } = signedRound(BigInt(round));
  await withForeignBeacon(sale, () => contractAt("DrandBeacon", address, kiosk.signer).prove(round, signature));
}
