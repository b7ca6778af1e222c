import type { Audit } from "../Audit.ts";
import { definePart, type Finding } from "../AuditPart.ts";
import type { Evidence } from "../Statement.ts";
import {
  claimedFinding,
  keptLapsedFinding,
  notGrantedFinding,
  type Played,
  pausedFinding,
} from "./ballot/ballotFindings.ts";
import { checkEntrants } from "./ballot/checkEntrants.ts";
import { openBook } from "./ballot/DrawBook.ts";
import type { DrawRun } from "./ballot/DrawStep.ts";
import { appealsFinding, listTimeFinding } from "./ballot/entriesFindings.ts";
import { playDraw } from "./ballot/playDraw.ts";
import { ranksTable } from "./ballot/ranksTable.ts";
import { watchEntrants } from "./ballot/watchEntrants.ts";
import { watchRuns } from "./ballot/watchRuns.ts";
import { type HookedClass, readDraws } from "./draw/readDraws.ts";
import { type SeenDraws, watchDraws } from "./draw/watchDraws.ts";
import { suiteScope } from "./suiteScope.ts";
import { STATE_GONE, unlessGone } from "./unlessGone.ts";

/** Whether places went to people in the order of their ranks. */
export const ballot = definePart(
  "ballot",
  {
    "ballot.published": {
      title: "Each class that sells by a hook sells by the published Ballot.",
      rule: "The sale hook of the class is the suite's Ballot. The order of any other hook is not checked.",
    },
    "ballot.waves": {
      title: "Each wave offered what was free and not kept to the next ranks, for as long as the terms say.",
      rule: "Ballot.settle, advance, accept and hold, played again from the logs.",
    },
    "ballot.grants": {
      title: "Each right of a draw went to an entrant who was offered a place or kept one.",
      rule: "Ballot.beforeGrant, with ranks that were computed again from list and seed.",
    },
    "ballot.evidence": {
      title: "Each person who appealed, or kept a place, had evidence from an attester trusted then.",
      rule: "Ballot.appeal and accept: evidence as for a grant. In a draw by key the holder's own key sends it.",
    },
    "ballot.claimed": {
      title: "Most places of each wave were claimed.",
      rule: "Threshold claimedPercent.",
    },
    "ballot.notGranted": {
      title: "Accepted places were granted.",
      rule: "Threshold notGrantedPercent, once places are no longer kept.",
    },
    "ballot.keptLapsed": {
      title: "No kept place lapsed while no agent could grant it.",
      rule: "An agent is designated when the time for kept places ends.",
    },
    "ballot.paused": {
      title: "The people of each wave had its whole window.",
      rule: "Time of a wave without a pause, and with a trusted attester, against its window. A hold gives time back.",
    },
    "ballot.appeals": {
      title: "The lists left few people out.",
      rule: "Threshold appealsPercent of all entrants.",
    },
    "ballot.listTime": {
      title: "People had time to enter.",
      rule: "Threshold listHours, from the opening of the draw to the end of its list.",
    },
  },
  (audit, judge) => {
    const { see: seeDraws, seen } = watchDraws(audit.eventId);
    const entrants = watchEntrants(audit.eventId);
    const {
      see: seeRuns,
      end,
      runs,
    } = watchRuns(audit.eventId, audit.connection.deployment.contracts.AttesterIdentityVerifier.address);
    return {
      see: (log, before) => {
        seeDraws(log);
        entrants.see(log, before);
        seeRuns(log, before);
      },
      conclude: async () => {
        const { state, thresholds, head, event } = audit;
        end(state);
        const hooked = await unlessGone(() => readDraws(audit));
        const draws = (hooked ?? []).flatMap(({ draw }) => draw ?? []);
        const played = await playAll(audit, hooked ?? [], runs, seen);
        const until = { now: head.timestamp, isCancelled: event.cancelled };
        const gone: readonly Evidence[] = hooked === undefined ? [{ note: STATE_GONE }] : [];
        const waves = played.reduce((sum, { playing }) => sum + playing.waves.length, 0);
        return [
          judge("ballot.published", publishedFinding(hooked)),
          judge("ballot.waves", {
            says: `${played.length} draws opened ${waves} waves.`,
            figures: { draws: played.length, waves },
            faults: played.flatMap(({ playing }) => playing.waveFaults),
            unchecked: gone,
          }),
          judge("ballot.grants", { ...grantsFinding(played), unchecked: gone }),
          judge("ballot.evidence", await checkEntrants(audit, entrants.acts, suiteScope(audit))),
          judge("ballot.claimed", { ...claimedFinding(played, thresholds, until), unchecked: gone }),
          judge("ballot.notGranted", { ...notGrantedFinding(played, thresholds, until), unchecked: gone }),
          judge("ballot.keptLapsed", { ...keptLapsedFinding(played), unchecked: gone }),
          judge("ballot.paused", { ...pausedFinding(played, until), unchecked: gone }),
          judge("ballot.appeals", { ...appealsFinding(draws, seen, thresholds), unchecked: gone }),
          judge("ballot.listTime", listTimeFinding(runs.values(), thresholds)),
        ];
      },
    };
  },
);

async function playAll(
  { connection, head }: Audit,
  hooked: readonly HookedClass[],
  runs: ReadonlyMap<number, DrawRun>,
  seen: SeenDraws,
): Promise<Played[]> {
  const played: Played[] = [];
  for (const { classId, name, draw } of hooked) {
    const run = runs.get(classId);
    const book = draw && (await openBook(connection, draw, seen.of(classId).appeals));
    if (run === undefined || book === undefined) continue;
    played.push({ className: name, playing: playDraw(run, book, head.timestamp) });
  }
  return played;
}

function publishedFinding(hooked: readonly HookedClass[] | undefined): Finding {
  if (hooked === undefined) return { says: STATE_GONE, unchecked: [{ note: STATE_GONE }] };
  const others = hooked.filter(({ isBallot }) => !isBallot);
  return {
    says: `${hooked.length} classes sell by a hook, ${others.length} of them by one that is not a published Ballot.`,
    figures: { hooks: hooked.length, others: others.length },
    unchecked: others.map(({ classId, hook }) => ({
      note: `The hook ${hook} is not a published Ballot: order not checked.`,
      subject: `class ${classId}`,
    })),
  };
}

function grantsFinding(played: readonly Played[]): Finding {
  const rights = played.reduce(
    (sum, { playing }) =>
      sum + playing.run.steps.reduce((all, step) => all + (step.kind === "grant" ? step.rights.length : 0), 0),
    0,
  );
  const faults = played.flatMap(({ playing }) => playing.grantFaults);
  return {
    says: `${rights} rights were granted in draws, ${faults.length} of them out of order.`,
    figures: { rights },
    faults,
    tables: [ranksTable(played)],
  };
}
