import { createAttempts, type Routes } from "doorkey-server";
import { Type } from "typebox";
import type { Session } from "../../staff/Staff.ts";
import { endSession, giveSession, managerOf, secretOf, sessionOf } from "../callers.ts";
import { waitFirst } from "../refusals.ts";
import type { Service } from "../Service.ts";
import * as schemas from "../schemas.ts";

const Invited = schemas.object({
  name: Type.String({ pattern: "^\\S(.{0,38}\\S)?$" }),
  role: Type.Union([Type.Literal("clerk"), Type.Literal("manager")]),
});

/** Signing in and out, and who works here. */
export function sessionRoutes(app: Routes, service: Service): void {
  const { staff, streams, now, origin, sellerName, config, seller } = service;
  const { chainId, rightsRegistry } = seller.connection;
  // A token has 144 random bits; this keeps the disk from being asked for each guess.
  const attempts = createAttempts({ most: 60, seconds: 300, now, refuse: waitFirst });

  const answerFor = ({ member: { id, name, role }, expiresAt }: Session) => ({
    staff: { id, name, role },
    office: { name: sellerName(), agentId: config.agent, url: config.url, chainId, rightsRegistry },
    expiresAt,
  });

  const SignIn = schemas.object({ token: Type.String({ pattern: "^[A-Za-z0-9_-]{24}$" }) });
  app.post("/api/session", { schema: { body: SignIn } }, async (request, reply) => {
    attempts.count(request.ip);
    const { secret, ...session } = staff.signIn(request.body.token);
    attempts.forget(request.ip);
    giveSession(request, reply, secret, Math.floor(session.expiresAt - now()));
    return answerFor(session);
  });

  app.get("/api/session", async (request) => answerFor(sessionOf(request, service)));

  app.delete("/api/session", async (request, reply) => {
    const secret = secretOf(request);
    if (secret !== undefined) staff.signOut(secret);
    endSession(reply);
    return reply.code(204).send();
  });

  app.get("/api/staff", async (request) => {
    managerOf(request, service);
    return { staff: staff.list() };
  });

  app.post("/api/staff/invitations", { schema: { body: Invited } }, async (request) => {
    managerOf(request, service);
    const { token, expiresAt } = staff.invite(request.body);
    return { url: `${origin()}/#invite=${token}`, expiresAt };
  });

  app.delete("/api/staff/:id", { schema: { params: schemas.object({ id: schemas.Id }) } }, async (request) => {
    managerOf(request, service);
    const removed = staff.remove(request.params.id);
    streams.end(removed.id);
    return removed;
  });
}
