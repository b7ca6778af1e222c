import { createAttempts, type Routes } from "doorkey-server";
import { Type } from "typebox";
import type { Session } from "../../staff/Staff.ts";
import { endSession, giveSession, managerOf, secretOf, sessionOf } from "../callers.ts";
import { waitFirst } from "../refusals.ts";
import type { Service } from "../Service.ts";
import * as schemas from "../schemas.ts";

/** Signing in and out, and who works here. */
export function sessionRoutes(app: Routes, service: Service): void {
  const { staff, streams, now, origin, sellerName, config, seller } = service;
  const { chainId, rightsRegistry } = seller.connection;
  // Behind a web server all clerks have one address. So guesses are slowed, and a good link lets in at any time.
  const attempts = createAttempts({ most: 60, seconds: 300, now, refuse: waitFirst });

  const answerFor = ({ member: { id, name, role }, expiresAt }: Session) => ({
    staff: { id, name, role },
    office: { name: sellerName(), agentId: config.agent, url: config.url, chainId, rightsRegistry },
    expiresAt,
  });

  const SignIn = schemas.object({ token: Type.String({ pattern: "^[A-Za-z0-9_-]{24}$" }) });
  app.post("/api/session", { schema: { body: SignIn } }, async (request, reply) => {
    const { secret, ...session } = signedIn(request.body.token, request.ip);
    giveSession(request, reply, secret, Math.floor(session.expiresAt - now()));
    return answerFor(session);
  });

  function signedIn(token: string, address: string) {
    try {
      return staff.signIn(token);
    } catch (error) {
      attempts.count(address);
      throw error;
    }
  }

  app.get("/api/session", async (request) => answerFor(sessionOf(request, service)));

  app.delete("/api/session", async (request, reply) => {
    const secret = secretOf(request);
    const id = secret === undefined ? undefined : staff.signOut(secret);
    // The member's other browsers listen again by themselves.
    if (id !== undefined) streams.end(id);
    endSession(reply);
    return reply.code(204).send();
  });

  app.get("/api/staff", async (request) => {
    managerOf(request, service);
    return { staff: staff.list() };
  });

  app.post("/api/staff/invitations", { schema: { body: schemas.Invited } }, async (request) => {
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
