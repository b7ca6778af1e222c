import type { RequestState } from "doorkey/relay";
import { Type } from "typebox";
import { ProblemError } from "../../problems/ProblemError.ts";
import { eventsOf, type StatusEvent, statusOf } from "../../storage/index.ts";
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

/** Proxies close connections that are silent for long. */
const HEARTBEAT_MS = 15_000;

/**
 * Server-sent events of each change of a request. They come from the outbox and start after the caller's last event.
 */
export function eventRoutes(app: Routes, service: Service): void {
  app.get(
    "/v1/requests/:digest/events",
    {
      schema: {
        summary: "Server-sent events `status` of a request; resumes after Last-Event-ID, ends when it is final",
        params: Type.Object({ digest: DigestText }),
        headers: Type.Object({ "last-event-id": Type.Optional(Type.String({ pattern: "^[0-9]{1,15}$" })) }),
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

      const { raw } = reply;
      let stop: (() => void) | undefined;
      const heartbeat = setInterval(() => raw.write(":\n\n"), HEARTBEAT_MS).unref();
      const end = () => {
        clearInterval(heartbeat);
        stop?.();
        raw.end();
      };
      stop = service.feed.follow(
        { digest, seq: after, caller: networkOf(request.ip) },
        {
          onEvent: (event) => {
            raw.write(textOf(event));
            if (FINAL.includes(event.status.state)) end();
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
    },
  );
}

function textOf({ seq, status }: StatusEvent): string {
  return `id: ${seq}\nevent: status\ndata: ${JSON.stringify(status)}\n\n`;
}
