import type { Routes } from "doorkey-server";
import { Type } from "typebox";
import { saleFor } from "../../sales/saleFor.ts";
import { clerkOf } from "../callers.ts";
import type { Service } from "../Service.ts";
import * as schemas from "../schemas.ts";

const Reservation = schemas.object({
  eventId: schemas.EventId,
  className: schemas.ClassName,
  quantity: schemas.Quantity,
  seats: Type.Optional(schemas.Seats),
  order: Type.Optional(schemas.Order),
});

const Invited = schemas.object({ documents: Type.Optional(schemas.Documents) });

const Params = schemas.object({ id: schemas.Id });

/** A sale at the counter in two steps: places are kept while the buyer pays, then the buyer's phone is invited. */
export function saleRoutes(app: Routes, service: Service): void {
  const { sales } = service;

  app.post("/api/sales", { schema: { body: Reservation } }, async (request, reply) => {
    const { name } = clerkOf(request, service);
    const { order, seats = [], ...wish } = request.body;
    return reply.code(201).send(await sales.reserve({ ...wish, seats }, { by: name, order }));
  });

  app.post("/api/sales/:id/invitation", { schema: { params: Params, body: Invited } }, async (request) => {
    const { role } = clerkOf(request, service);
    return saleFor(role, await sales.invite(request.params.id, request.body.documents));
  });

  app.post("/api/sales/:id/cancel", { schema: { params: Params } }, async (request) => {
    const { role } = clerkOf(request, service);
    return saleFor(role, await sales.cancel(request.params.id));
  });

  app.get("/api/sales/:id", { schema: { params: Params } }, async (request) => {
    const { role } = clerkOf(request, service);
    return saleFor(role, await sales.read(request.params.id));
  });
}
