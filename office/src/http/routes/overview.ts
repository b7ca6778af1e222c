import { isHex } from "doorkey";
import { checkSale } from "doorkey/agent";
import type { Routes } from "doorkey-server";
import { Type } from "typebox";
import { startOf } from "../../follow/Events.ts";
import { ProblemError } from "../../problems/ProblemError.ts";
import type { RightRow } from "../../rights/createRights.ts";
import { saleFor } from "../../sales/saleFor.ts";
import { openSales, searchSales } from "../../sales/saleTable.ts";
import { clerkOf, sessionOf } from "../callers.ts";
import type { Service } from "../Service.ts";
import * as schemas from "../schemas.ts";
import { totalsOf } from "../totalsOf.ts";

const Search = schemas.object({
  q: schemas.Text(120),
  eventId: Type.Optional(schemas.EventIdText),
});

const Day = schemas.object({ eventId: schemas.EventIdText, day: schemas.Day });

/** The longest time that a timer takes, in milliseconds. */
const LONGEST_MS = 2 ** 31 - 1;

/** Most rights that a search shows. */
const MOST = 50;

/** What a clerk looks at: events, places left, searches, totals, and what waits for the chain. */
export function overviewRoutes(app: Routes, service: Service): void {
  const { events, index, seller, sales, rights, acts, imports, storage, streams } = service;

  app.get("/api/events", async (request) => {
    clerkOf(request, service);
    return { events: events.ids.flatMap((eventId) => (index.state().events.has(eventId) ? [eventOf(eventId)] : [])) };
  });

  function eventOf(eventId: number) {
    const event = events.indexed(eventId);
    const document = events.document(eventId);
    const wallet = events.wallet(eventId);
    return {
      eventId,
      name: event.name,
      ...(document !== undefined && { startsAt: startOf(event, document), venue: document.venue }),
      ...(wallet !== undefined && { wallet }),
      isCancelled: event.cancelled,
      ...event.schedule,
      classes: event.classes.map(({ name, seated, named, reserved, supply }, i) => ({
        classId: i + 1,
        ...{ name, seated, named, reserved, supply },
      })),
    };
  }

  const OneEvent = schemas.object({ eventId: schemas.EventIdText });
  app.get("/api/events/:eventId/classes", { schema: { params: OneEvent } }, async (request) => {
    clerkOf(request, service);
    const eventId = Number(request.params.eventId);
    const { classes } = events.indexed(eventId);
    // A class with seats is asked about one of them, of which the answer says nothing.
    const checks = await Promise.all(
      classes.map(({ name, seated }) => checkSale(seller, { eventId, className: name, ...(seated && { seats: [0] }) })),
    );
    const { agents } = index.state();
    return {
      block: Math.min(...checks.map(({ block }) => block)),
      takenAt: Math.min(...checks.map(({ takenAt }) => takenAt)),
      classes: checks.map(({ className, placesLeft, invited, quotas, problems }, i) => ({
        ...{ classId: i + 1, name: className, placesLeft, invited },
        quotas: quotas.map((one) => ({ ...one, name: agents.get(one.agentId)?.name ?? `Agent ${one.agentId}` })),
        problems: problems
          .filter(({ reason }) => reason !== "seat-taken")
          .map(({ reason, sentence }) => ({ reason, sentence })),
      })),
    };
  });

  app.get("/api/search", { schema: { querystring: Search } }, async (request) => {
    const { role } = clerkOf(request, service);
    const { q, eventId } = request.query;
    const text = q.trim();
    const of = eventId === undefined ? undefined : Number(eventId);
    const sold = searchSales(storage.db, text, of);
    // A right that was granted a moment ago may not be in the index yet.
    const isNew = sold.some(({ rightIds }) => rightIds.some((id) => rights.find(BigInt(id)) === undefined));
    if (isNew) await index.catchUp().catch(() => {});
    const found = await Promise.all(sold.map(sales.shown));
    return { sales: found.map((sale) => saleFor(role, sale)), rights: rightsNamed(text, of).slice(0, MOST) };
  });

  function rightsNamed(text: string, eventId: number | undefined): readonly RightRow[] {
    if (isHex(text, 20)) return rights.ofHolder(text).filter((one) => eventId === undefined || one.eventId === eventId);
    if (/^[1-9][0-9]{9,19}$/.test(text)) return rightOf(text);
    const seats = rights.ofSeat(text, eventId);
    if (seats.length > 0) return seats;
    return searchSales(storage.db, text, eventId).flatMap(({ rightIds }) => rightIds.flatMap(rightOf));
  }

  /** An order may have a number that is too large for a right. */
  function rightOf(digits: string): RightRow[] {
    const rightId = BigInt(digits);
    const right = rightId < 2n ** 64n ? rights.find(rightId) : undefined;
    return right === undefined ? [] : [right];
  }

  app.get("/api/totals", { schema: { querystring: Day } }, async (request) => {
    clerkOf(request, service);
    const { eventId, day } = request.query;
    const id = Number(eventId);
    events.indexed(id);
    return totalsOf(storage.db, { eventId: id, day, startsAt: events.document(id)?.startsAt });
  });

  app.get("/api/waiting", async (request) => {
    clerkOf(request, service);
    return {
      sales: await Promise.all(openSales(storage.db, ["claimed"]).map(sales.shown)),
      acts: acts.waiting(),
      imports: imports.list().filter(({ state }) => state === "running"),
    };
  });

  app.get("/api/stream", async (request, reply) => {
    const { member, expiresAt } = sessionOf(request, service);
    const head = index.head();
    const first = head === undefined ? [] : [{ event: "head", data: head }];
    if (!streams.open(member.id, reply, first)) throw new ProblemError("STREAMS_TOO_MANY", { retryAfter: 5 });
    const over = setTimeout(() => reply.raw.end(), Math.min(LONGEST_MS, (expiresAt - service.now()) * 1_000));
    reply.raw.once("close", () => clearTimeout(over));
  });
}
