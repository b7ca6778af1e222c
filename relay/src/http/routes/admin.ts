import { checksummed } from "doorkey/buyer";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { wholeOf } from "../../metrics/readiness.ts";
import { ProblemError } from "../../problems/ProblemError.ts";
import {
  type PauseScope,
  queueFigures,
  recordAct,
  setPaused,
  signerHealth,
  signerRows,
  transact,
} from "../../storage/index.ts";
import { replayDead } from "../../webhooks/deliveries.ts";
import { requireAdmin } from "../adminAccess.ts";
import type { Routes, Service } from "../Service.ts";
import { AddressText, Paused, Problem, RelayStatus, SponsorId } from "../schemas.ts";
import { adminReads } from "./adminReads.ts";

const Action = Type.Enum(["pause", "resume"]);

/** Routes for operators. They have a key of their own. Every act is written into the audit log with it. */
export function adminRoutes(app: Routes, service: Service): void {
  const { intake, readiness, isDraining } = service;
  const response = { 200: Paused, "4xx": Problem };
  const security = [{ key: [] }];

  /** Pauses or resumes, writes the act down in the same transaction, and answers with all that is paused. */
  async function act(actor: string, action: string, scope: PauseScope) {
    await transact(intake.db, async (tx) => {
      await recordAct(tx, { actor, act: action, target: scope });
      await setPaused(tx, scope, action === "pause" || action === "drain");
    });
    return { paused: [...(await intake.freshState()).paused].sort() };
  }

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
      const { action } = request.params;
      const sending = action === "pause" || action === "resume";
      const { actor } = await requireAdmin(request, service, sending ? "withSession" : "withKey");
      return act(actor, action, sending ? "all" : "intake");
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
      const { actor } = await requireAdmin(request, service);
      const { id, action } = request.params;
      if (!intake.config().sponsors.some((sponsor) => sponsor.id === id)) throw new ProblemError("SPONSOR_UNKNOWN");
      return act(actor, action, `sponsor:${id}`);
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
      const { actor } = await requireAdmin(request, service);
      const { address, action } = request.params;
      const rows = await signerRows(intake.db);
      const known = rows.find((row) => row.address === address.toLowerCase());
      if (known === undefined) throw new ProblemError("SIGNER_UNKNOWN");
      return act(actor, action, `signer:${known.address}`);
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
      const { actor } = await requireAdmin(request, service, "withKey");
      const { id } = request.params;
      if (!intake.config().webhooks.endpoints.some((endpoint) => endpoint.id === id)) {
        throw new ProblemError("ENDPOINT_UNKNOWN");
      }
      return transact(intake.db, async (tx) => {
        const replayed = await replayDead(tx, id);
        await recordAct(tx, { actor, act: "replay", target: `webhook:${id}`, detail: `${replayed} deliveries` });
        return { replayed };
      });
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
    async (request: FastifyRequest) => {
      await requireAdmin(request, service);
      const [queue, rows, state, ready] = await Promise.all([
        queueFigures(intake.db),
        signerHealth(intake.db),
        intake.freshState(),
        readiness(),
      ]);
      const { reasons } = wholeOf(ready);
      return {
        ready: reasons.length === 0 && !isDraining(),
        reasons: [...reasons],
        paused: [...state.paused].sort(),
        queue,
        signers: rows.map(({ address, nextNonce, owner, lowSince, waiting, requests }) => ({
          address: checksummed(address),
          nextNonce,
          underWay: waiting + requests,
          owner,
          lowSince: lowSince?.toISOString() ?? null,
        })),
      };
    },
  );

  adminReads(app, service);
}
