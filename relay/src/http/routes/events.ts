import type { Hex } from "doorkey";
import type { RequestState } from "doorkey/relay";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Type } from "typebox";
import { ProblemError } from "../../problems/ProblemError.ts";
import { eventsOf, lower, progressOf, type StatusEvent, statusOf } from "../../storage/index.ts";
import { networkOf } from "../networkOf.ts";
import { type Routes, refuseIfDraining, type Service } from "../Service.ts";
import { DigestText } from "../schemas.ts";

const FINAL: readonly RequestState[] = [
  "confirmed",
  "rejected",
  "expired",
  "superseded",
  "executed_elsewhere",
  "cancelled",
];

/** A request that is not stored yet. */
const NEW = { state: "queued", newest: 0 } as const;

/** Proxies close connections that are silent for long. */
const HEARTBEAT_MS = 15_000;

/** Most requests of one stream. */
const MOST_DIGESTS = 100;

const DIGESTS = `^0x[0-9a-fA-F]{64}(,0x[0-9a-fA-F]{64}){0,${MOST_DIGESTS - 1}}$`;

const LastEventId = Type.Object({ "last-event-id": Type.Optional(Type.String({ pattern: "^[0-9]{1,15}$" })) });

/**
 * Server-sent events of each change of a request, or of several in one stream. They come from the outbox and start after
 * the caller's last event.
 */
export function eventRoutes(app: Routes, service: Service): void {
  app.get(
    "/v1/requests/:digest/events",
    {
      schema: {
        summary: "Server-sent events `status` of a request; resumes after Last-Event-ID, ends when it is final",
        params: Type.Object({ digest: DigestText }),
        headers: LastEventId,
      },
    },
    async (request, reply) => {
      refuseIfDraining(service);
      const { digest } = request.params;
      const after = Number(request.headers["last-event-id"] ?? 0);
      const { db } = service.intake;
      const status = await statusOf(db, digest);
      if (status === undefined) throw new ProblemError("REQUEST_UNKNOWN");
      // Status 204 makes an EventSource stop asking.
      const isOver = FINAL.includes(status.state) && (await eventsOf(db, digest, after)).length === 0;
      if (isOver) return reply.code(204).send();
      stream(service, request, reply, new Map([[lower(digest), after]]));
    },
  );

  app.get(
    "/v1/events",
    {
      schema: {
        summary: `Server-sent events \`status\` of 1 to ${MOST_DIGESTS} requests in one stream; ends when all are final`,
        querystring: Type.Object({ digests: Type.String({ pattern: DIGESTS }) }),
        headers: LastEventId,
      },
    },
    async (request, reply) => {
      refuseIfDraining(service);
      const digests = (request.query.digests.split(",") as Hex[]).map(lower);
      const last = Number(request.headers["last-event-id"] ?? 0);
      const progress = new Map((await progressOf(service.intake.db, digests)).map((one) => [one.digest, one]));
      const isOver = (digest: Hex) => {
        const { state, newest } = progress.get(digest) ?? NEW;
        return FINAL.includes(state) && newest <= last;
      };
      if (digests.every(isOver)) return reply.code(204).send();
      const after = digests.flatMap((digest): [Hex, number][] => {
        const { state, newest } = progress.get(digest) ?? NEW;
        if (newest === 0 && FINAL.includes(state)) return [];
        // The newest event comes again, because an event of one request may become visible after a later one of another.
        return [[digest, newest > 0 && newest <= last ? newest - 1 : last]];
      });
      stream(service, request, reply, new Map(after));
    },
  );
}

/**
 * Takes the answer over, and writes each event to it until all requests are final or the caller is gone.
 *
 * @param after The last event of each request that is not sent.
 */
function stream(service: Service, request: FastifyRequest, reply: FastifyReply, after: ReadonlyMap<Hex, number>): void {
  const { raw } = reply;
  const open = new Set(after.keys());
  let stop: (() => void) | undefined;
  const heartbeat = setInterval(() => raw.write(":\n\n"), HEARTBEAT_MS).unref();
  const end = () => {
    clearInterval(heartbeat);
    stop?.();
    raw.end();
  };
  stop = service.feed.follow(
    { after, caller: networkOf(request.ip) },
    {
      onEvent: (event) => {
        raw.write(textOf(event));
        if (FINAL.includes(event.status.state)) open.delete(lower(event.status.digest));
        if (open.size === 0) end();
      },
      onClose: end,
    },
  );
  if (stop === undefined) {
    clearInterval(heartbeat);
    throw new ProblemError("RATE_LIMITED", { detail: "Too many streams are open.", retryAfter: 10 });
  }
  raw.on("close", end);
  reply.hijack();
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  raw.write("retry: 2000\n\n");
}

function textOf({ seq, status }: StatusEvent): string {
  return `id: ${seq}\nevent: status\ndata: ${JSON.stringify(status)}\n\n`;
}
