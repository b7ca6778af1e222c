import type { Routes } from "doorkey-server";
import {
  IDENTITY_MESSAGE,
  MANUAL_MESSAGE,
  PRESENCE_MESSAGE,
  SCAN_MESSAGE,
  SHOWN_MESSAGE,
  UNDO_MESSAGE,
  UPLOAD_MESSAGE,
} from "../../protocol/messages.ts";
import { callerOf, supervisorOf, workerOf } from "../callers.ts";
import type { Service } from "../Service.ts";

const SCAN_BYTES = 4_096;
const UPLOAD_BYTES = 1_048_576;

/** What a gate does with people. */
export function scanRoutes(app: Routes, service: Service): void {
  const { scans, now } = service;
  const timed = <T extends object>(answer: T) => ({ now: now(), ...answer });

  app.post("/api/scans", { schema: { body: SCAN_MESSAGE }, bodyLimit: SCAN_BYTES }, async (request) =>
    timed(await scans.scan(workerOf(request, service), request.body)),
  );

  app.post("/api/shown", { schema: { body: SHOWN_MESSAGE } }, async (request, reply) => {
    await scans.shown(workerOf(request, service), request.body.shown);
    return reply.code(204).send();
  });

  app.post("/api/undo", { schema: { body: UNDO_MESSAGE } }, async (request) =>
    timed(await scans.undo(workerOf(request, service), request.body)),
  );

  app.post("/api/identity", { schema: { body: IDENTITY_MESSAGE } }, async (request) =>
    timed(await scans.identity(workerOf(request, service), request.body)),
  );

  app.post("/api/manual", { schema: { body: MANUAL_MESSAGE } }, async (request) =>
    timed(await scans.manual(supervisorOf(request, service), request.body)),
  );

  app.post("/api/presence", { schema: { body: PRESENCE_MESSAGE } }, async (request, reply) => {
    await scans.presence(supervisorOf(request, service), request.body);
    return reply.code(204).send();
  });

  // A revoked device sends what waits on it. Its rows are kept apart.
  app.post("/api/log", { schema: { body: UPLOAD_MESSAGE }, bodyLimit: UPLOAD_BYTES }, async (request) =>
    timed(await scans.upload(callerOf(request, service), request.body)),
  );
}
