import { Readable } from "node:stream";
import type { Routes } from "doorkey-server";
import { Type } from "typebox";
import { ProblemError } from "../../problems/ProblemError.ts";
import { requireOperator } from "../callers.ts";
import type { Service } from "../Service.ts";
import { figuresOf } from "./list.ts";

const InviteBody = Type.Object(
  {
    lane: Type.Integer({ minimum: 1, maximum: 65_535 }),
    name: Type.String({ pattern: "^\\S(.{0,38}\\S)?$" }),
    minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_440 })),
  },
  { additionalProperties: false },
);

const Id = Type.Object({ id: Type.String({ pattern: "^[0-9a-f]{1,64}$" }) });

const RowId = Type.Object({ id: Type.String({ pattern: "^[0-9]{1,12}$" }) });

/** What commands of the operator ask. Each call needs the operator's token. */
export function operatorRoutes(app: Routes, service: Service): void {
  const { devices, lanes, origin, alarms, metrics, list, scans, streams } = service;
  app.addHook("onRequest", async (request) => requireOperator(request, service));

  app.get("/operator/status", async () => {
    const reasons = await service.unready();
    return {
      now: service.now(),
      version: service.version,
      event: service.eventId,
      origin: origin(),
      ready: reasons.length === 0,
      reasons,
      figures: figuresOf(service),
      list: { takenAt: list.manifest().takenAt, block: list.manifest().block.number },
      alarms: alarms.list(),
    };
  });

  app.post("/operator/invitations", { schema: { body: InviteBody } }, async ({ body }) => {
    if (lanes.every(({ number }) => number !== body.lane)) {
      const known = lanes.map(({ number, name }) => `${number} ${name}`).join(", ");
      throw new ProblemError("BODY_MALFORMED", { detail: `There is no lane ${body.lane}. The lanes are ${known}.` });
    }
    const invitation = await devices.invite(body);
    return { ...invitation, url: `${origin()}/#join=${invitation.token}` };
  });

  app.get("/operator/devices", async () => {
    const listening = streams.owners();
    return { devices: devices.list().map((device) => ({ ...device, listening: listening.has(device.id) })) };
  });

  app.post("/operator/devices/:id/revoke", { schema: { params: Id } }, async ({ params }) => {
    const revoked = await devices.revoke(params.id);
    if (revoked === undefined) throw new ProblemError("ROUTE_UNKNOWN", { detail: `There is no device ${params.id}.` });
    return revoked;
  });

  app.get("/operator/apart", async () => ({ rows: scans.apart() }));

  // The organizer looked at a row that was kept apart, and wants it delivered after all.
  app.post("/operator/apart/:id/release", { schema: { params: RowId } }, async ({ params }) => {
    await scans.release(Number(params.id));
    return {};
  });

  app.get("/operator/evidence", async (_, reply) =>
    reply.type("application/json").send(JSON.stringify({ evidence: scans.evidence() }, bigintsAsText)),
  );

  app.get("/operator/export", async (_, reply) =>
    reply.type("application/x-ndjson").send(Readable.from(linesOf(service.exported()))),
  );

  app.get("/metrics", async (_, reply) => reply.type(metrics.contentType).send(await metrics.scrape()));
}

function bigintsAsText(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

function* linesOf(rows: Iterable<string>): Iterable<string> {
  for (const row of rows) yield `${row}\n`;
}
