/**
 * The frauds of the planted-fraud suite: what is planted, and which statement of an audit must find it. Each is made with
 * the real contracts on a chain of its own, or shown by a node that lies about an honest chain.
 */

import { drawFrauds } from "./drawFrauds.ts";
import type { Fraud } from "./Fraud.ts";
import { otherArguments, otherCalldata, otherCode, otherTime, withoutLog } from "./lies.ts";
import {
  admitNameless,
  buyFiveTimes,
  delegateAgain,
  enterTwice,
  enterUnsigned,
  giveThree,
  moveCrewTwice,
  moveThree,
  moveUnsigned,
  raiseCrew,
  returnUnsigned,
  revokeWinner,
  sellBackToFriend,
  takeAway,
} from "./plantedActs.ts";
import { nameOnForeignEvidence } from "./plantedEvidence.ts";

export const FRAUDS: readonly Fraud[] = [
  {
    planted: "another document is served than the published one",
    found: ["suite.document", "false"],
    document: '{"@type":"Event"}',
  },
  {
    planted: "a node shows other code of the Ballot than was published",
    found: ["suite.code", "false"],
    lie: otherCode("Ballot"),
  },
  {
    planted: "a node shows another time of the block in which a right was returned",
    found: ["suite.blocks", "false"],
    lie: otherTime("EntryRightRegistry", "RightReturned", 0),
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
    planted: "a member of the crew without a name is let in",
    found: ["reserved.admitted", "false"],
    plan: { named: 3, acts: { admitted: admitNameless } },
  },
  {
    planted: "a person gets three rights, and two are the most",
    found: ["persons.limit", "false"],
    plan: { named: 2, acts: { changed: giveThree } },
  },
  {
    planted: "an attestation for another chain is taken for a name",
    found: ["persons.evidence", "false"],
    plan: { named: 3, acts: { changed: nameOnForeignEvidence } },
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
  ...drawFrauds,
];
