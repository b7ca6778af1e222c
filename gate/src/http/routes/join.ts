import { createAttempts, type Routes } from "doorkey-server";
import { Type } from "typebox";
import { callerOf, giveSession, workerOf } from "../callers.ts";
import { waitFirst } from "../refusals.ts";
import type { Service } from "../Service.ts";

const text = (pattern: string) => Type.String({ pattern });

const JoinBody = Type.Object(
  {
    token: text("^[A-Za-z0-9_-]{24}$"),
    /** Base64url of the raw point, 65 bytes. */
    publicKey: text("^[A-Za-z0-9_-]{87}$"),
    /** Base64url of r and s, 64 bytes: ECDSA with SHA-256 over the text "doorkey-gate join " and the token. */
    proof: text("^[A-Za-z0-9_-]{86}$"),
  },
  { additionalProperties: false },
);

const PinBody = Type.Object({ pin: text("^[0-9]{4,12}$") }, { additionalProperties: false });

/** Joining, what a device is here, and its role. */
export function joinRoutes(app: Routes, service: Service): void {
  const { devices, roles, now } = service;
  // A token has 144 random bits; this keeps the disk from being asked for each guess.
  const attempts = createAttempts({ most: 60, seconds: 300, now, refuse: waitFirst });

  app.post("/api/join", { schema: { body: JoinBody } }, async (request, reply) => {
    attempts.count(request.ip);
    const { device, session } = await devices.join(request.body);
    attempts.forget(request.ip);
    giveSession(reply, session, service);
    return answerFor(device, service);
  });

  // A revoked device learns here that it is.
  app.get("/api/session", async (request) => answerFor(workerOf(request, service), service));

  app.post("/api/role", { schema: { body: PinBody } }, async (request) => {
    const { id } = workerOf(request, service);
    return { role: "supervisor", until: await roles.raise(id, request.body.pin) };
  });

  app.delete("/api/role", async (request, reply) => {
    roles.lower(callerOf(request, service).id);
    return reply.code(204).send();
  });
}

type Joined = { readonly id: string; readonly name: string; readonly lane: number };

function answerFor({ id, name, lane }: Joined, { devices, roles, settings }: Service) {
  const device = devices.byId(id);
  return { device: { id, name, lane }, role: roles.of(id), ...(device && { settings: settings(device) }) };
}
