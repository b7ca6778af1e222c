import { Type } from "typebox";
import { ProblemError } from "../../problems/ProblemError.ts";
import { isAdmin, sponsorOf } from "../auth.ts";
import type { Routes, Service } from "../Service.ts";
import { Problem, SponsorId, SponsorUsage } from "../schemas.ts";
import { sponsorUsage } from "../sponsorUsage.ts";

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
  if (!intake.config().sponsors.some((one) => one.id === id)) throw new ProblemError("SPONSOR_UNKNOWN");
  return sponsorUsage(intake, id);
}
