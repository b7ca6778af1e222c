import { definePart } from "../AuditPart.ts";
import { listFinding } from "./draw/listFinding.ts";
import { readDraws } from "./draw/readDraws.ts";
import { roundFinding } from "./draw/roundFinding.ts";
import { seedFinding } from "./draw/seedFinding.ts";
import { watchDraws } from "./draw/watchDraws.ts";
import { STATE_GONE, unlessGone } from "./unlessGone.ts";

/** Who entered a draw, and what decided it. The chain keeps both in its state. */
export const draw = definePart(
  "draw",
  {
    "draw.list": {
      title: "The list of each draw is in order, without a person twice, and whole.",
      rule: "Ballot.list and appeal: keys ascend over all rows, each party has its number, and each call came in time.",
    },
    "draw.seed": {
      title: "The seed of each draw follows from a round that was fixed before anyone could know it.",
      rule: "Ballot.open: the first round an hour after sealAt. Ballot.settle: keccak256 of randomness, chain, Ballot, event and class.",
    },
    "draw.round": {
      title: "The beacon signed the round of each draw.",
      rule: "DrandBeacon.prove: a BLS signature of the round by the beacon's key, checked again here.",
    },
  },
  (audit, judge) => {
    const { see, seen } = watchDraws(audit.eventId);
    return {
      see,
      conclude: async () => {
        const draws = await unlessGone(async () => (await readDraws(audit)).flatMap(({ draw: one }) => one ?? []));
        if (draws === undefined || draws.length === 0) {
          const says = draws === undefined ? STATE_GONE : "No class sells by a draw.";
          const finding = { says, unchecked: draws === undefined ? [{ note: says }] : [] };
          return [judge("draw.list", finding), judge("draw.seed", finding), judge("draw.round", finding)];
        }
        return [
          judge("draw.list", await listFinding(audit, draws, seen)),
          judge("draw.seed", await seedFinding(audit, draws, seen)),
          judge("draw.round", await roundFinding(audit, draws, seen)),
        ];
      },
    };
  },
  { needsLogs: false },
);
