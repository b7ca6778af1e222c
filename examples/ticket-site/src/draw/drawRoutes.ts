import {
  type BallotTerms,
  type EventClass,
  type EventDocument,
  type Hex,
  isDoorkeyError,
  readEvent,
  sameEvent,
} from "doorkey";
import type { Seller } from "doorkey/agent";
import { acceptPlaces, appeal } from "doorkey/ballot";
import { type Claim, checkClaim } from "doorkey/buyer";
import { type Context, Hono } from "hono";
import type { Words } from "../../words/Words.ts";
import { choiceOf } from "../choice.ts";
import type { Site } from "../language.ts";
import type { Orders } from "../orders.ts";
import { drawPage, drawPath } from "../pages/drawPage.ts";
import { entryPage } from "../pages/entryPage.ts";
import { ShopRefusal } from "../problems.ts";
import type { Shop } from "../settings.ts";
import type { Entries, Entry, NewEntry } from "./entries.ts";
import { type EntryNow, entryNow, mayBuy } from "./entryNow.ts";
import { personIn } from "./evidence.ts";

type Options = {
  readonly seller: Seller;
  readonly shop: Shop;
  readonly document: EventDocument;
  readonly orders: Orders;
  readonly entries: Entries;
  readonly identityCheck: string | undefined;
};

/** Most persons in a party, and most places of a key. */
const MOST = 4;

type Drawn = { readonly class_: EventClass; readonly terms: BallotTerms };

/** The routes of a fan who enters a draw, watches the place in line, and buys what the draw offers. */
export function drawRoutes({ seller, shop, document, orders, entries, identityCheck = "" }: Options): Hono<Site> {
  const app = new Hono<Site>();
  const { connection, agentId } = seller;
  const { eventId } = shop;

  app.get("/draws/:id", (c) => enterPage(c));
  app.get("/draws/:id/party/:name", (c) => enterPage(c, entries.named(c.req.param("name"))?.name));

  app.post("/entries", async (c) => {
    const body = await c.req.json<Readonly<Record<string, unknown>> | null>();
    // What an attester signed becomes public with an acceptance, so only who has the key gets the link to its entry.
    const claim = checkClaim(body?.claim, { now: 0 });
    const event = { chainId: connection.chainId, rightsRegistry: connection.rightsRegistry, eventId };
    const drawn = drawnBy(({ id }) => id === claim.classId);
    if (drawn === undefined || !sameEvent(claim.event, event) || claim.agentId !== agentId)
      throw malformed(c.var.words);
    const fresh = await entryIn(drawn, claim, body ?? {}, c.var.words);
    // After the end, those who entered still come back, with new evidence or with another phone.
    if (entries.ofEntrant(fresh.className, fresh.entrant) === undefined) await assertOpen(drawn.terms, c.var.words);
    return c.json({ id: entries.enter(fresh).id });
  });

  app.get("/entries/:id", (c) => {
    const { id, className } = found(c);
    const draw = drawPath(drawOf(className).class_.id);
    return c.html(entryPage({ words: c.var.words, id, draw, check: identityCheck }));
  });

  app.post("/entries/:id/now", async (c) => c.json(await now(found(c))));

  // Anyone may bring an appeal and an acceptance, because the chain checks what the attester signed.
  app.post("/entries/:id/appeal", async (c) => {
    const entry = found(c);
    const { className, holder, evidence } = entry;
    const { step } = await now(entry);
    if (step !== "missing" && step !== "companion") return c.json({});
    const { appealRefused } = c.var.words.draw;
    await orRefuse(appeal(connection, { eventId, className, agentId, holder, evidence }), appealRefused, c.var.words);
    return c.json({});
  });

  app.post("/entries/:id/accept", async (c) => {
    const entry = found(c);
    const { className, holder, evidence } = entry;
    if ((await now(entry)).step !== "offered") return c.json({});
    const acceptances = [{ agentId, holder, evidence }];
    const { acceptRefused } = c.var.words.draw;
    const accepting = acceptPlaces(connection, { eventId, className, acceptances });
    const [accepted] = await orRefuse(accepting, acceptRefused, c.var.words);
    if (accepted?.status !== "accepted") throw refusal("NOT_KEPT", acceptRefused, c.var.words);
    return c.json({});
  });

  // The same entry has one order, which only the key that entered can claim.
  app.post("/entries/:id/order", async (c) => {
    const entry = found(c);
    const { words } = c.var;
    if (entry.orderId !== undefined && orders.find(entry.orderId)?.isPaid) return c.json({ order: entry.orderId });
    if (!(await mayBuy(connection, eventId, entry))) throw refusal("NOT_OFFERED", words.draw.notOffered, words);
    const { className, places: quantity } = entry;
    const choice = choiceOf({ shop, document, orders, words, className, quantity });
    if (typeof choice === "string") throw refusal("NOT_SOLD", choice, words);
    const order = entry.orderId ?? orders.place(choice);
    entries.keepOrder(entry.id, order);
    return c.json({ order });
  });

  async function enterPage(c: Context<Site, "/draws/:id">, party?: string) {
    const drawn = drawnBy(({ id }) => String(id) === c.req.param("id"));
    const { words } = c.var;
    if (drawn === undefined) throw new ShopRefusal(404, "NOT_FOUND", words.failed.noPage, words.failed.openLink);
    const { chainId: chain, rightsRegistry: registry } = connection;
    const data = { chain, registry, event: eventId, agent: agentId, check: identityCheck };
    const isOpen = (await chainTime()) < closesAt(drawn.terms);
    return c.html(drawPage({ words, document, ...drawn, isOpen, party, data }));
  }

  /** What a fan enters with, after the chain has seen whose evidence it is. */
  async function entryIn(
    { class_, terms }: Drawn,
    { holder, quantity: places }: Claim,
    { evidence, party }: Readonly<Record<string, unknown>>,
    words: Words,
  ): Promise<NewEntry> {
    const entry = { className: class_.name, holder };
    if (terms.by === "key") {
      if (places > MOST) throw malformed(words);
      return { ...entry, entrant: holder, places };
    }
    const tag = await personIn({ connection, eventId, agentId, holder, evidence });
    if (tag === undefined) throw refusal("NOT_VOUCHED", words.draw.evidenceRefused, words);
    const person = { ...entry, entrant: tag, places: 1, evidence: evidence as Hex };
    if (typeof party !== "string" || party === "") return person;
    const leader = entries.named(party);
    const isJoinable = leader?.className === class_.name && leader.leader === undefined;
    const isFull = isJoinable && leader.entrant !== tag && entries.partySize(party) >= MOST;
    if (!isJoinable || isFull || (await chainTime()) >= terms.listUntil) {
      throw refusal("PARTY_OVER", words.draw.partyOver, words);
    }
    return { ...person, leader: party };
  }

  async function now(entry: Entry): Promise<EntryNow> {
    const { terms } = drawOf(entry.className);
    const { startsAt } = document;
    const partySize = entries.partySize(entry.leader ?? entry.name);
    const isPaid = entry.orderId !== undefined && orders.find(entry.orderId)?.isPaid === true;
    return entryNow({ connection, eventId, agentId, terms, startsAt, entry, partySize, isPaid });
  }

  async function assertOpen(terms: BallotTerms, words: Words): Promise<void> {
    if ((await chainTime()) >= closesAt(terms)) throw refusal("CLOSED", words.draw.closed, words);
  }

  async function chainTime(): Promise<number> {
    return (await readEvent(connection, { eventId })).takenAt;
  }

  function drawnBy(isWanted: (class_: EventClass) => boolean): Drawn | undefined {
    const class_ = document.classes.find((one) => shop.prices.has(one.name) && isWanted(one));
    return class_?.ballot === undefined ? undefined : { class_, terms: class_.ballot };
  }

  function drawOf(className: string): Drawn {
    const drawn = drawnBy(({ name }) => name === className);
    if (drawn === undefined) throw new Error(`the shop has an entry for "${className}", and sells no such draw`);
    return drawn;
  }

  function found(c: Context<Site, "/entries/:id/x">): Entry {
    const entry = entries.find(c.req.param("id"));
    if (entry !== undefined) return entry;
    const { noOrder, openLink } = c.var.words.failed;
    throw new ShopRefusal(404, "NOT_FOUND", noOrder, openLink);
  }

  return app;
}

/** A person can still appeal after the list was posted. */
function closesAt({ by, listUntil, sealAt }: BallotTerms): number {
  return by === "person" ? sealAt : listUntil;
}

/** Turns what the chain refuses for good into a sentence for the fan. */
function orRefuse<result>(work: Promise<result>, sentence: string, words: Words): Promise<result> {
  return work.catch((error: unknown) => {
    if (!isDoorkeyError(error) || error.retryable) throw error;
    throw refusal("CHAIN_REFUSED", sentence, words);
  });
}

function refusal(code: string, sentence: string, { failed }: Words): ShopRefusal {
  return new ShopRefusal(409, code, sentence, failed.reload);
}

function malformed({ failed }: Words): ShopRefusal {
  return new ShopRefusal(400, "MALFORMED", failed.wrong, failed.reload);
}
