import { checksummed, isHex } from "doorkey/buyer";
import { Type } from "typebox";
import { ProblemError } from "../../problems/ProblemError.ts";
import { queueFigures, setPaused, signerRows } from "../../storage/index.ts";
import { replayDead } from "../../webhooks/deliveries.ts";
import { requireAdmin } from "../auth.ts";
import type { Routes, Service } from "../Service.ts";
import { AddressText, Paused, Problem, RelayStatus, SponsorId } from "../schemas.ts";

const Action = Type.Enum(["pause", "resume"]);

/** Routes for operators. They have a key of their own. */
export function adminRoutes(app: Routes, { intake, unready, isDraining }: Service): void {
  const response = { 200: Paused, "4xx": Problem };
  const security = [{ key: [] }];
  const answer = async () => ({ paused: [...(await intake.freshState()).paused].sort() });

  app.post(
    "/v1/admin/:action",
    {
      schema: {
        summary: "Pauses or resumes all sending; drains or opens the intake",
        security,
        params: Type.Object({ action: Type.Enum(["pause", "resume", "drain", "open"]) }),
        response,
      },
    },
    async (request) => {
      requireAdmin(request, intake.config());
      const { action } = request.params;
      const scope = action === "pause" || action === "resume" ? "all" : "intake";
      await setPaused(intake.db, scope, action === "pause" || action === "drain");
      return answer();
    },
  );

  app.post(
    "/v1/admin/sponsors/:id/:action",
    {
      schema: {
        summary: "Pauses or resumes a sponsor",
        security,
        params: Type.Object({ id: SponsorId, action: Action }),
        response,
      },
    },
    async (request) => {
      const config = intake.config();
      requireAdmin(request, config);
      const { id, action } = request.params;
      if (!config.sponsors.some((sponsor) => sponsor.id === id)) throw new ProblemError("SPONSOR_UNKNOWN");
      await setPaused(intake.db, `sponsor:${id}`, action === "pause");
      return answer();
    },
  );

  app.post(
    "/v1/admin/signers/:address/:action",
    {
      schema: {
        summary: "Pauses or resumes a signer",
        security,
        params: Type.Object({ address: AddressText, action: Action }),
        response,
      },
    },
    async (request) => {
      requireAdmin(request, intake.config());
      const { address, action } = request.params;
      const rows = await signerRows(intake.db);
      if (!rows.some((row) => row.address === address.toLowerCase())) throw new ProblemError("SIGNER_UNKNOWN");
      await setPaused(intake.db, `signer:${address}`, action === "pause");
      return answer();
    },
  );

  app.post(
    "/v1/admin/webhooks/:id/replay",
    {
      schema: {
        summary: "Tries dead deliveries again",
        security,
        params: Type.Object({ id: SponsorId }),
        response: { 200: Type.Object({ replayed: Type.Integer() }), "4xx": Problem },
      },
    },
    async (request) => {
      const config = intake.config();
      requireAdmin(request, config);
      const { id } = request.params;
      if (!config.webhooks.endpoints.some((endpoint) => endpoint.id === id)) throw new ProblemError("ENDPOINT_UNKNOWN");
      return { replayed: await replayDead(intake.db, id) };
    },
  );

  app.get(
    "/v1/admin/status",
    {
      schema: {
        summary: "Queue, signers, pauses, readiness",
        security,
        response: { 200: RelayStatus, "4xx": Problem },
      },
    },
    async (request) => {
      requireAdmin(request, intake.config());
      const [queue, rows, state, reasons] = await Promise.all([
        queueFigures(intake.db),
        signerRows(intake.db),
        intake.freshState(),
        unready(),
      ]);
      return {
        ready: reasons.length === 0 && !isDraining(),
        reasons: [...reasons],
        paused: [...state.paused].sort(),
        queue,
        signers: rows.map(({ address, next_nonce, lease_owner, low_since }) => ({
          address: isHex(address, 20) ? checksummed(address) : address,
          nextNonce: next_nonce,
          owner: lease_owner,
          lowSince: low_since?.toISOString() ?? null,
        })),
      };
    },
  );
}
