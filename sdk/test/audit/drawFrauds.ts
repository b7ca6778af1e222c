import type { Fraud } from "./Fraud.ts";
import { otherArguments } from "./lies.ts";
import {
  acceptOnly,
  appealOfOne,
  dismissTickets,
  pauseForAnHour,
  sellByOwnHook,
  signRoundAlone,
} from "./plantedActs.ts";
import { acceptOnForeignEvidence, appealOnForeignEvidence } from "./plantedEvidence.ts";

const HOUR = 3_600;

/** Frauds about draws. */
export const drawFrauds: readonly Fraud[] = [
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
    planted: "a kept place lapses after the organizer dismissed the only agent",
    found: ["ballot.keptLapsed", "flag"],
    plan: { buyers: 5, acts: { sold: acceptOnly, changed: dismissTickets } },
    without: { buyers: 5, acts: { sold: acceptOnly } },
  },
  {
    planted: "a place is kept on an attestation for another chain",
    found: ["ballot.evidence", "false"],
    plan: { buyers: 5, acts: { sold: acceptOnForeignEvidence } },
  },
  {
    planted: "an entrant appeals with an attestation for another chain",
    found: ["ballot.evidence", "false"],
    plan: { acts: { appeals: appealOnForeignEvidence } },
    without: { acts: { appeals: appealOfOne } },
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
];
