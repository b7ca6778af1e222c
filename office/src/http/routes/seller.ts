import { type Address, checkSeller, isHex, type RightId, unpackRightId } from "doorkey";
import { completePurchase, type Pass, passFor } from "doorkey/agent";
import type { HolderRight, SellerResults, SignedRebind, SignedReturn } from "doorkey/buyer";
import { publicFetch, type Routes } from "doorkey-server";
import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { ProblemError } from "../../problems/ProblemError.ts";
import { refusalOf } from "../../problems/refusalOf.ts";
import type { Act } from "../../rights/Act.ts";
import type { Service } from "../Service.ts";
import * as schemas from "../schemas.ts";
import { createTurnstile } from "../Turnstile.ts";
import { answerPreflight, answerWallet, eventsFor, requireWalletOf } from "../wallets.ts";

/** Claims that are checked or granted at the same time. A grant takes about a block. */
const MOST_CLAIMS = 1_024;
/** Calls of each other kind at the same time, so that one kind does not keep the others out. */
const MOST_OTHERS = 64;

/** Rights of one key of which passes are made. */
const MOST_RIGHTS = 64;

/** Milliseconds to wait for another seller's site. */
const SITE_MS = 5_000;

/** A claim has a quarter of it. */
const CLAIM_BYTES = 4_096;
const SIGNED_BYTES = 49_152;

/** What a fan's wallet asks its seller. Its page may call from the origin that the event's document names, and no other. */
export function sellerRoutes(app: Routes, service: Service): void {
  const { seller, events, sales, rights, acts, sellerName, isStopping, logger } = service;
  const claims = createTurnstile(MOST_CLAIMS);
  const changes = createTurnstile(MOST_OTHERS);
  const reads = createTurnstile(MOST_OTHERS);
  const sites = createTurnstile(MOST_OTHERS);

  app.addHook("onRequest", async (request, reply) => {
    answerWallet(request, reply, service);
    if (isStopping()) throw new ProblemError("OFFICE_STOPPING", { retryAfter: 1 });
  });

  for (const path of ["/claims", "/returns", "/rebinds", "/rights", "/events/:eventId"]) {
    app.options(path, async (_, reply) => answerPreflight(reply).send());
  }

  app.post("/claims", { bodyLimit: CLAIM_BYTES }, async (request, reply) => {
    const body: unknown = request.body;
    requireWalletOf(eventIn(body), request, service);
    const { pass } = await claims(() => claimed(body));
    const key = keyIn(body);
    if (key !== undefined) afterAnswer(reply, () => sales.handedOver(key));
    return pass;
  });

  async function claimed(body: unknown): Promise<{ readonly pass: Pass }> {
    try {
      return await completePurchase(seller, body);
    } catch (error) {
      const refusal = refusalOf(error);
      const key = keyIn(body);
      // What is wrong with the claim itself says nothing about the sale.
      if (refusal !== undefined && key !== undefined && GRANT_FAILURES.includes(refusal.code)) {
        await sales.failed(key, { code: refusal.code, sentence: refusal.detail });
      }
      throw error;
    }
  }

  app.post("/returns", { schema: { body: schemas.Returns }, bodyLimit: SIGNED_BYTES }, async (request) => {
    const returns = request.body.returns as readonly SignedReturn[];
    for (const { rightId } of returns) requireWalletOf(unpackRightId(BigInt(rightId)).eventId, request, service);
    const act = await changes(() => acts.deliver(returns));
    return forWallet(act, returns, "returned");
  });

  app.post("/rebinds", { schema: { body: schemas.Rebinds }, bodyLimit: SIGNED_BYTES }, async (request) => {
    const rebinds = request.body.rebinds as readonly SignedRebind[];
    for (const { rightId } of rebinds) requireWalletOf(unpackRightId(BigInt(rightId)).eventId, request, service);
    const act = await changes(() => acts.move(rebinds));
    return forWallet(act, rebinds, "rebound");
  });

  app.get("/rights", { schema: { querystring: schemas.object({ holder: schemas.Address }) } }, async (request) => {
    const { holder } = request.query;
    if (!isHex(holder, 20)) throw new ProblemError("BODY_MALFORMED");
    const found = rights.forHolder(holder, eventsFor(request, service));
    const passes = await reads(() => passesFor(holder, found));
    return { passes, rights: found };
  });

  /** Of the rights that the key holds now, as the chain has them. */
  async function passesFor(holder: Address, found: readonly HolderRight[]): Promise<readonly Pass[]> {
    const mine = found.filter((one) => one.status !== "void" && one.holder.toLowerCase() === holder.toLowerCase());
    const groups = Map.groupBy(mine.slice(0, MOST_RIGHTS), ({ rightId }) => {
      const { eventId, classId, agentId } = rights.read(BigInt(rightId));
      return `${eventId} ${classId} ${agentId}`;
    });
    return Promise.all(
      [...groups.values()].map((group) => {
        const rightIds: RightId[] = group.map(({ rightId }) => BigInt(rightId));
        return passFor(seller.connection, { rightIds, documents: events.documents() });
      }),
    );
  }

  app.get(
    "/events/:eventId",
    { schema: { params: schemas.object({ eventId: schemas.EventIdText }) } },
    async (request) => {
      const eventId = Number(request.params.eventId);
      requireWalletOf(eventId, request, service);
      return events.forFans(eventId, sellerName());
    },
  );

  app.get(
    "/sellers/:eventId",
    {
      schema: {
        params: schemas.object({ eventId: schemas.EventIdText }),
        querystring: schemas.object({ url: Type.String({ minLength: 1, maxLength: 300 }) }),
      },
    },
    async (request) => {
      const eventId = Number(request.params.eventId);
      requireWalletOf(eventId, request, service);
      events.indexed(eventId);
      const { url } = request.query;
      return sites(() => checkSeller(seller.connection, { eventId, url, fetch: publicFetch, timeout: SITE_MS }));
    },
  );

  /** Runs what follows an answer that the caller received. Its failure is no failure of the call. */
  function afterAnswer(reply: FastifyReply, work: () => Promise<void>): void {
    reply.raw.once("finish", () => {
      work().catch((error: unknown) => logger.warn({ msg: "a hand-over was not noted", name: (error as Error).name }));
    });
  }
}

/** Refusals after which the sale waits for another claim, and a clerk should know why. */
const GRANT_FAILURES: readonly string[] = [
  ...["GRANT_REFUSED", "CALL_REVERTED", "SALE_REFUSED", "SALE_HOOK_REFUSED", "REQUEST_DEAD"],
  ...["RELAY_REFUSED", "KEY_UNKNOWN", "KEY_MISSING", "FUNDS_MISSING"],
];

function eventIn(body: unknown): unknown {
  const event: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "event") : undefined;
  return typeof event === "object" && event !== null ? Reflect.get(event, "eventId") : undefined;
}

function keyIn(body: unknown): string | undefined {
  const key: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "purchaseKey") : undefined;
  return isHex(key, 32) ? key : undefined;
}

/** One result for each item of the body, in its order. */
function forWallet<done extends "returned" | "rebound">(
  { results }: Act,
  items: readonly { readonly rightId: string }[],
  done: done,
): SellerResults<done> {
  const ended = new Map(results.map((one) => [one.rightId, one]));
  return {
    results: items.map(({ rightId }) => {
      const { status, reason } = ended.get(rightId) ?? { status: "failed", reason: undefined };
      const isEnd = status === "refused" || status === "failed";
      return { rightId, status: isEnd ? status : done, ...(reason !== undefined && { reason }) };
    }),
  };
}
