import { Type } from "typebox";
import { ProblemError } from "../../problems/ProblemError.ts";
import { periodsOf, usageOf } from "../../storage/index.ts";
import { isAdmin, sponsorOf } from "../auth.ts";
import type { Routes, Service } from "../Service.ts";
import { Problem, SponsorId, SponsorUsage } from "../schemas.ts";

export function sponsorRoutes(app: Routes, { intake }: Service): void {
  app.get(
    "/v1/sponsors/:id/usage",
    {
      schema: {
        summary: "What a sponsor used of its budget, in wei, for its own key and for admins",
        security: [{ key: [] }],
        params: Type.Object({ id: SponsorId }),
        response: { 200: SponsorUsage, "4xx": Problem },
      },
    },
    async (request) => {
      const config = intake.config();
      const { id } = request.params;
      // The answer does not show whether the sponsor exists, because strangers need not know who pays here.
      if (!isAdmin(request, config) && sponsorOf(request, config).id !== id) throw new ProblemError("KEY_WRONG");
      return usageFor(intake, id);
    },
  );
  app.get(
    "/v1/usage",
    {
      schema: {
        summary: "What the sponsor of the key used of its budget, in wei",
        security: [{ key: [] }],
        response: { 200: SponsorUsage, "4xx": Problem },
      },
    },
    async (request) => usageFor(intake, sponsorOf(request, intake.config()).id),
  );
}

async function usageFor(intake: Service["intake"], id: string) {
  const sponsor = intake.config().sponsors.find((one) => one.id === id);
  if (sponsor === undefined) throw new ProblemError("SPONSOR_UNKNOWN");
  const periods = periodsOf(intake.now());
  const [day, month] = await usageOf(intake.db, id, periods);
  const { paused } = await intake.state();
  const usage = (period: string, limit: bigint, used: typeof day) => ({
    period,
    limit: String(limit),
    reserved: String(used?.reservedWei ?? 0n),
    spent: String(used?.usedWei ?? 0n),
  });
  return {
    sponsor: id,
    paused: paused.has("all") || paused.has(`sponsor:${id}`),
    day: usage(periods[0], sponsor.budget.perDay, day),
    month: usage(periods[1], sponsor.budget.perMonth, month),
  };
}
