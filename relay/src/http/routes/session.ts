import { Type } from "typebox";
import { refuseIfLimited } from "../../intake/Intake.ts";
import { rateLimiter } from "../../policy/rateLimits.ts";
import { ProblemError } from "../../problems/ProblemError.ts";
import { closeSession, openSession, recordAct, transact } from "../../storage/index.ts";
import {
  actorOf,
  hashOfSession,
  isAdminKey,
  newSession,
  openSessionOf,
  refuseForeign,
  refuseOtherOrigins,
  sessionCookie,
  sessionIdIn,
} from "../adminAccess.ts";
import { hashOfKey } from "../auth.ts";
import { networkOf } from "../networkOf.ts";
import type { Routes, Service } from "../Service.ts";

/** Logins of one network, right or wrong. */
const LOGINS = { points: 10, seconds: 60 };

const Key = Type.Object({ key: Type.String({ pattern: "^[\\x21-\\x7e]{8,200}$" }) }, { additionalProperties: false });

/** An operator opens a session with the admin's key, for the page. The page cannot read the cookie. */
export function sessionRoutes(app: Routes, { intake, logger }: Service): void {
  const logins = rateLimiter(LOGINS);
  const hide = { hide: true };

  app.post("/admin/session", { schema: { ...hide, body: Key } }, async (request, reply) => {
    refuseOtherOrigins(request);
    refuseIfLimited(await logins(networkOf(request.ip)));
    const { adminKeyHash, adminSessionSeconds: seconds } = intake.config();
    const keyHash = hashOfKey(request.body.key);
    if (!isAdminKey(keyHash, { adminKeyHash })) {
      logger.warn({ msg: "login refused", requestId: request.id });
      throw new ProblemError("KEY_UNKNOWN");
    }
    const { id, csrf } = newSession();
    const idHash = hashOfSession(id);
    const expiresAt = await transact(intake.db, async (tx) => {
      await recordAct(tx, { actor: "key", act: "login", target: actorOf(id) });
      return openSession(tx, { idHash, csrf, keyHash, seconds });
    });
    reply.header("set-cookie", sessionCookie(request, id, seconds)).header("cache-control", "no-store");
    return { csrf, expiresAt: expiresAt.toISOString() };
  });

  app.get("/admin/session", { schema: hide }, async (request, reply) => {
    const { csrf, expiresAt } = await openSessionOf(request, { intake }, intake.config());
    reply.header("cache-control", "no-store");
    return { csrf, expiresAt: expiresAt.toISOString() };
  });

  app.delete("/admin/session", { schema: hide }, async (request, reply) => {
    refuseForeign(request, await openSessionOf(request, { intake }, intake.config()));
    const id = sessionIdIn(request) ?? "";
    await transact(intake.db, async (tx) => {
      await recordAct(tx, { actor: actorOf(id), act: "logout", target: actorOf(id) });
      await closeSession(tx, hashOfSession(id));
    });
    return reply
      .code(204)
      .header("set-cookie", sessionCookie(request, "", 0))
      .send();
  });
}
