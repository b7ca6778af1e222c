import type { DatabaseSync } from "node:sqlite";
import type { Delivery } from "doorkey-server";
import { saleOfId, saleOfRight } from "../sales/saleTable.ts";
import type { Row } from "../storage/columns.ts";
import type { WebhookType } from "./schemas.ts";

/** News of the chain, before it has its order. */
export type News = {
  readonly id: string;
  readonly type: WebhookType;
  readonly eventId: number;
  /** Seconds. */
  readonly at: number;
  readonly rightId?: string;
  /** What only this type has. */
  readonly data: Readonly<Record<string, unknown>>;
};

/** An endpoint, and the one shop whose orders it may learn of; without a shop, all of them. */
export type Follower = { readonly id: string; readonly shop?: string | undefined };

/** Which delivery: of an event, to an endpoint. */
export type DeliveryId = { readonly seq: number; readonly endpoint: string };

/** Events that are fanned out at once. */
const FAN_OUT = 200;
/** How long a dead delivery may still be replayed. */
const KEEP_SECONDS = 30 * 86_400;

/** Writes news. One with an id that is there already changes nothing. */
export function addNews(db: DatabaseSync, { id, type, eventId, at, rightId, data }: News): void {
  db.prepare("insert into webhook_event(id, type, event, at, right, data) values(?, ?, ?, ?, ?, ?)").run(
    ...[id, type, eventId, at, rightId ?? null, JSON.stringify(data)],
  );
}

/** Writes a delivery for each new event and each endpoint that follows it. Returns how many events there were. */
export function fanOut(db: DatabaseSync, followers: readonly Follower[], now: number): number {
  const events = db.prepare("select * from webhook_event where fanned_out = 0 order by seq limit ?").all(FAN_OUT);
  const insert = db.prepare("insert into webhook_delivery(event, endpoint, created_at, due_at) values(?, ?, ?, ?)");
  const done = db.prepare("update webhook_event set fanned_out = 1 where seq = ?");
  for (const event of events) {
    const [seq, shop] = [Number(event.seq), shopOf(db, event)];
    for (const { id, shop: only } of followers) {
      if (shop === EVERYONE || only === undefined || only === shop) insert.run(seq, id, now, now);
    }
    done.run(seq);
    dropIfDone(db, seq);
  }
  return events.length;
}

/** Said of an event that concerns every shop: it is about no order. */
const EVERYONE = Symbol("everyone");

function shopOf(db: DatabaseSync, event: Row): string | undefined | typeof EVERYONE {
  if (event.sale === null && event.right === null) return EVERYONE;
  return saleOf(db, event)?.shop;
}

function saleOf(db: DatabaseSync, { sale, right }: Row) {
  return sale === null ? saleOfRight(db, String(right)) : saleOfId(db, String(sale));
}

/** Forgets an event that has no delivery left. */
function dropIfDone(db: DatabaseSync, seq: number): void {
  db.prepare(
    "delete from webhook_event where seq = ?1 and not exists (select 1 from webhook_delivery where event = ?1)",
  ).run(seq);
}

/** Forgets deliveries that no endpoint took for a month, as those of an endpoint that is not configured any more. */
export function dropOld(db: DatabaseSync, now: number): void {
  const old = db.prepare("select event, endpoint from webhook_delivery where created_at < ?").all(now - KEEP_SECONDS);
  for (const { event, endpoint } of old) markDelivered(db, { seq: Number(event), endpoint: String(endpoint) });
}

/** Takes due deliveries, oldest first, and counts the attempt. They are not due again for `holdSeconds`. */
export function takeDue(db: DatabaseSync, endpoint: string, limit: number, hold: number, now: number) {
  const due = db
    .prepare(
      `select e.*, d.attempts, d.created_at from webhook_delivery d join webhook_event e on e.seq = d.event
       where d.endpoint = ? and d.state = 'waiting' and d.due_at <= ? order by e.seq limit ?`,
    )
    .all(endpoint, now, limit);
  const take = db.prepare(
    "update webhook_delivery set attempts = attempts + 1, due_at = ? where event = ? and endpoint = ?",
  );
  return due.map((row): Delivery<DeliveryId> => {
    take.run(now + hold, Number(row.seq), endpoint);
    const [attempts, ageSeconds] = [Number(row.attempts) + 1, now - Number(row.created_at)];
    return { id: { seq: Number(row.seq), endpoint }, attempts, ageSeconds, body: bodyOf(db, row) };
  });
}

/** The body of a delivery. What an order never changes is read now, so that news may come before its sale. */
function bodyOf(db: DatabaseSync, row: Row): string {
  const sale = saleOf(db, row);
  const common = { id: row.id, type: row.type, at: row.at, eventId: row.event };
  if (row.sale === null) {
    const of = row.right === null ? {} : { rightId: row.right, ...(sale && { order: sale.order }) };
    return JSON.stringify({ ...common, ...of, ...JSON.parse(String(row.data)) });
  }
  const { order, className, quantity, seats, holder, rightIds } = sale ?? {};
  const granted = row.type === "purchase.granted" && { rightIds };
  return JSON.stringify({ ...common, order, className, quantity, seats, holder, ...granted });
}

export function markDelivered(db: DatabaseSync, { seq, endpoint }: DeliveryId): void {
  db.prepare("delete from webhook_delivery where event = ? and endpoint = ?").run(seq, endpoint);
  dropIfDone(db, seq);
}

/** Schedules the next try. Without a time there is none. */
export function markFailed(db: DatabaseSync, { seq, endpoint }: DeliveryId, fault: string, due: number | undefined) {
  const dead = due === undefined;
  db.prepare(
    `update webhook_delivery set fault = ?, state = ?, due_at = coalesce(?, due_at) where event = ? and endpoint = ?`,
  ).run(fault, dead ? "dead" : "waiting", due ?? null, seq, endpoint);
}

/** Gives back deliveries that were taken and not tried. */
export function putBack(db: DatabaseSync, ids: readonly DeliveryId[], now: number): void {
  const back = db.prepare(
    "update webhook_delivery set attempts = attempts - 1, due_at = ? where event = ? and endpoint = ?",
  );
  for (const { seq, endpoint } of ids) back.run(now, seq, endpoint);
}

/** Schedules the dead deliveries of an endpoint again. Returns how many. */
export function replayDead(db: DatabaseSync, endpoint: string, now: number): number {
  const { changes } = db
    .prepare(
      `update webhook_delivery set state = 'waiting', attempts = 0, created_at = ?1, due_at = ?1
       where endpoint = ?2 and state = 'dead'`,
    )
    .run(now, endpoint);
  return Number(changes);
}

/** Deliveries of each endpoint that wait or are dead. */
export function countDeliveries(db: DatabaseSync) {
  return db
    .prepare("select endpoint, state, count(*) as deliveries from webhook_delivery group by endpoint, state")
    .all()
    .map((row) => ({
      endpoint: String(row.endpoint),
      state: String(row.state) as "waiting" | "dead",
      deliveries: Number(row.deliveries),
    }));
}
