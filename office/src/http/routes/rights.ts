import type { SignedRebind, SignedReturn } from "doorkey/buyer";
import type { Routes } from "doorkey-server";
import { Type } from "typebox";
import { clerkOf, managerOf } from "../callers.ts";
import type { Service } from "../Service.ts";
import * as schemas from "../schemas.ts";

const SIGNED_BYTES = 49_152;

const Revocation = schemas.object({
  rightIds: Type.Array(schemas.RightId, { minItems: 1, maxItems: 100, uniqueItems: true }),
  /** Public on the chain. */
  reason: schemas.Text(31),
});

const Consent = schemas.Rebind;
const ByDocument = schemas.object({ rightId: schemas.RightId, newHolder: schemas.Address, document: schemas.Document });

const Naming = schemas.object({
  rightId: schemas.RightId,
  document: schemas.Document,
  holder: Type.Optional(schemas.Address),
});

const Lost = schemas.object({
  rightId: schemas.RightId,
  newHolder: schemas.Address,
  recognised: schemas.Text(200),
});

/** Changes of rights that were granted. */
export function rightRoutes(app: Routes, service: Service): void {
  const { rights, acts, requests } = service;

  app.get("/api/rights/:id", { schema: { params: schemas.object({ id: schemas.RightId }) } }, async (request) => {
    clerkOf(request, service);
    return rights.read(BigInt(request.params.id));
  });

  app.post("/api/returns", { schema: { body: schemas.Returns }, bodyLimit: SIGNED_BYTES }, async (request) => {
    const { name } = clerkOf(request, service);
    return { act: await acts.deliver(request.body.returns as readonly SignedReturn[], name) };
  });

  app.post("/api/revocations", { schema: { body: Revocation } }, async (request) => {
    const { name } = managerOf(request, service);
    const { rightIds, reason } = request.body;
    return { act: await acts.revoke({ rightIds: rightIds.map(BigInt), reason }, name) };
  });

  app.post("/api/moves", { schema: { body: Type.Union([Consent, ByDocument]) } }, async (request) => {
    const { body } = request;
    if ("proof" in body) return { act: await acts.move([body as SignedRebind], clerkOf(request, service).name) };
    const { name } = managerOf(request, service);
    const { rightId, newHolder: holder, document } = body;
    return { act: await acts.moveByDocument({ rightId: BigInt(rightId), holder, document }, name) };
  });

  app.post("/api/names", { schema: { body: Naming } }, async (request) => {
    const { name } = managerOf(request, service);
    const { rightId, document, holder } = request.body;
    return { act: await acts.name({ rightId: BigInt(rightId), document, holder }, name) };
  });

  app.get("/api/rebind-requests", async (request) => {
    clerkOf(request, service);
    return { requests: requests.list() };
  });

  app.post("/api/rebind-requests", { schema: { body: Lost } }, async (request, reply) => {
    const { name } = clerkOf(request, service);
    const { rightId, newHolder, recognised } = request.body;
    const wish = { rightId: BigInt(rightId), newHolder: newHolder as `0x${string}`, recognised };
    return reply.code(201).send(requests.file(wish, name));
  });

  app.delete(
    "/api/rebind-requests/:id",
    { schema: { params: schemas.object({ id: schemas.Id }) } },
    async (request, reply) => {
      clerkOf(request, service);
      requests.drop(request.params.id);
      return reply.code(204).send();
    },
  );

  // What `doorkey rebind --file` takes.
  app.get("/api/rebind-requests/file", async (request, reply) => {
    clerkOf(request, service);
    const list = requests
      .list()
      .map(({ rightId, holder, newHolder, recognised }) => ({ rightId, holder, newHolder, recognised }));
    reply.header("content-disposition", 'attachment; filename="rebind-requests.json"').type("application/json");
    return reply.send(`${JSON.stringify(list, undefined, 2)}\n`);
  });
}
