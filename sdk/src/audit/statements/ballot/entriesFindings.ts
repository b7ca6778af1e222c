import type { Finding } from "../../AuditPart.ts";
import { evidenceAt } from "../../evidenceAt.ts";
import type { Evidence } from "../../Statement.ts";
import type { Thresholds } from "../../thresholds.ts";
import type { SeenDraws } from "../draw/watchDraws.ts";
import { percent } from "../percent.ts";
import type { DrawRun } from "./DrawStep.ts";

/** People whom the list had left out, by their share of all entrants. */
export function appealsFinding(
  draws: readonly { readonly classId: number; readonly listed: number }[],
  seen: SeenDraws,
  { appealsPercent }: Pick<Thresholds, "appealsPercent">,
): Finding {
  const flags: Evidence[] = [];
  let all = 0;
  for (const { classId, listed } of draws) {
    const { appeals } = seen.of(classId);
    const share = percent(appeals.length, listed + appeals.length);
    all += appeals.length;
    const note = `${appeals.length} appealed, and ${listed} were listed: ${share} %.`;
    const [first] = appeals;
    if (first !== undefined && share > appealsPercent) {
      flags.push(evidenceAt(first, note, { subject: `class ${classId}` }));
    }
  }
  const listed = draws.reduce((sum, draw) => sum + draw.listed, 0);
  return {
    says: `${all} entrants appealed, because the list had left them out; ${listed} were listed.`,
    figures: { appeals: all, listed, thresholdPercent: appealsPercent },
    flags,
  };
}

/** Lists that closed soon after their draw was opened. */
export function listTimeFinding(runs: Iterable<DrawRun>, { listHours }: Pick<Thresholds, "listHours">): Finding {
  const times = [...runs].map((run) => ({ run, hours: (run.listUntil - run.openedAt) / 3_600 }));
  const least = times.reduce((shortest, { hours }) => Math.min(shortest, hours), Number.POSITIVE_INFINITY);
  return {
    says: times.length === 0 ? "No draw was opened." : `The shortest list was open for ${Math.round(least)} hours.`,
    figures: { draws: times.length, thresholdHours: listHours },
    flags: times
      .filter(({ hours }) => hours < listHours)
      .map(({ run, hours }) => {
        const note = `The list closed ${Math.round(10 * hours) / 10} hours after the draw was opened.`;
        return evidenceAt(run.openedBy, note, { subject: `class ${run.classId}` });
      }),
  };
}
