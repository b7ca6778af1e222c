import type { Routes } from "doorkey-server";
import { Type } from "typebox";
import { ProblemError } from "../../problems/ProblemError.ts";
import { managerOf } from "../callers.ts";
import type { Service } from "../Service.ts";
import * as schemas from "../schemas.ts";

const FILE_BYTES = 8_388_608;

const Params = schemas.object({ id: schemas.Id });

const Query = schemas.object({
  eventId: schemas.EventIdText,
  name: Type.Optional(schemas.Text(120)),
});

/** Lists of orders. The file is checked first; nothing is granted before the start. */
export function importRoutes(app: Routes, service: Service): void {
  const { imports } = service;
  app.addContentTypeParser("text/csv", { parseAs: "buffer", bodyLimit: FILE_BYTES }, (_, body, done) =>
    done(null, body),
  );

  app.post("/api/imports", { schema: { querystring: Query }, bodyLimit: FILE_BYTES }, async (request, reply) => {
    const member = managerOf(request, service);
    const { eventId, name = "orders.csv" } = request.query;
    const bytes: unknown = request.body;
    if (!(bytes instanceof Uint8Array)) throw new ProblemError("MEDIA_TYPE_UNSUPPORTED", { detail: "Send text/csv." });
    const { taken, isNew } = imports.take({ eventId: Number(eventId), name, bytes }, member.name);
    return reply.code(isNew ? 201 : 200).send(taken);
  });

  app.post("/api/imports/:id/start", { schema: { params: Params } }, async (request) => {
    managerOf(request, service);
    return imports.start(request.params.id);
  });

  app.get("/api/imports", async (request) => {
    managerOf(request, service);
    return { imports: imports.list() };
  });

  app.get("/api/imports/:id", { schema: { params: Params } }, async (request) => {
    managerOf(request, service);
    return imports.read(request.params.id);
  });

  app.get("/api/imports/:id/refusals", { schema: { params: Params } }, async (request) => {
    managerOf(request, service);
    return { refusals: imports.refusals(request.params.id) };
  });

  app.get("/api/imports/:id/result.csv", { schema: { params: Params } }, async (request, reply) => {
    managerOf(request, service);
    const text = await imports.result(request.params.id);
    reply.header("content-disposition", 'attachment; filename="result.csv"').type("text/csv; charset=utf-8");
    return reply.send(text);
  });
}
