import type { Routes } from "doorkey-server";
import { Type } from "typebox";
import type { EventList } from "../../list/EventList.ts";
import { ProblemError } from "../../problems/ProblemError.ts";
import { workerOf } from "../callers.ts";
import type { Service } from "../Service.ts";

const Since = Type.Object({ since: Type.Optional(Type.String({ pattern: "^[A-Za-z0-9_-]{22}$" })) });
const After = Type.Object({ after: Type.Optional(Type.String({ pattern: "^[0-9]{1,12}$" })) });

/** What a gate needs to decide alone, and what the venue looks like now. */
export function listRoutes(app: Routes, service: Service): void {
  const { list, scans, streams, settings, alarms, roles } = service;

  app.get("/api/list", { schema: { querystring: Since } }, async (request, reply) => {
    workerOf(request, service);
    const { tag, body } = list.text();
    reply.header("etag", `"${tag}"`).header("cache-control", "private, no-cache");
    if (request.headers["if-none-match"] === `"${tag}"`) return reply.code(304).send();
    const { since } = request.query;
    const changes = since === undefined ? undefined : list.changesSince(since);
    // A page whose list is unknown here gets the whole one.
    if (changes !== undefined) return { changes };
    return reply.type("application/json").send(body);
  });

  app.get("/api/deltas", { schema: { querystring: After } }, async (request) => {
    workerOf(request, service);
    return scans.deltas(Number(request.query.after ?? 0));
  });

  app.get("/api/figures", async (request) => {
    workerOf(request, service);
    return figuresOf(service);
  });

  app.get("/api/events", async (request, reply) => {
    const caller = workerOf(request, service);
    const first = [
      { event: "settings", data: { ...settings(caller), role: roles.of(caller.id) } },
      { event: "list", data: listNews(list) },
      { event: "figures", data: figuresOf(service) },
      { event: "alarms", data: alarms.list() },
    ];
    if (!streams.open(caller.id, reply, first)) {
      throw new ProblemError("RATE_LIMITED", { detail: "Too many streams are open.", retryAfter: 5 });
    }
  });
}

/** The name of the list that the hub has, and its age. A page with another one fetches the changes. */
export function listNews(list: EventList) {
  return { etag: list.tag(), takenAt: list.manifest().takenAt };
}

/** The venue in figures, with what waits for the chain. */
export function figuresOf({ scans, outbox, streams, list, now }: Service) {
  return {
    ...scans.figures(),
    outbox: outbox(),
    listening: streams.owners().size,
    listAge: Math.max(0, Math.round(now() - list.manifest().takenAt)),
  };
}
