/**
 * The frauds of the planted-fraud suite: what is planted, and which statement of an audit must find it. Each is made with
 * the real contracts on a chain of its own, or shown by a node that lies about an honest chain.
 */

import type { SalePlan } from "doorkey-test-support/sale/Sale";
import type { Verdict } from "../../src/audit/Statement.ts";
import { type Lie, otherArguments, otherCalldata, withoutLog } from "./lies.ts";
import {
  acceptOnly,
  appealOfOne,
  buyFiveTimes,
  delegateAgain,
  enterTwice,
  enterUnsigned,
  moveCrewTwice,
  moveThree,
  moveUnsigned,
  nameWithForeignEvidence,
  pauseForAnHour,
  raiseCrew,
  returnUnsigned,
  revokeWinner,
  sellBackToFriend,
  sellByOwnHook,
  signRoundAlone,
  takeAway,
} from "./plantedActs.ts";

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
    planted: "a class sells by a hook of the organizer's own",
    found: ["ballot.published", "unknown"],
    plan: { acts: { announced: sellByOwnHook } },
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
