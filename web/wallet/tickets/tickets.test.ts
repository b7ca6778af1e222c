/** What a wallet knows of its tickets, without a browser and without a seller. */
import { expect } from "chai";
import { type HolderRight, type Pass, packRightId } from "doorkey/buyer";
import { exportPasses } from "./exportPasses.ts";
import { inOrder } from "./inOrder.ts";
import { chooseParty, outsideOf } from "./party.ts";
import { peopleOf } from "./peopleOf.ts";
import { reminderOf } from "./reminderOf.ts";
import { standingOf } from "./standingOf.ts";
import type { Ticket } from "./Ticket.ts";

const HOLDER = `0x${"11".repeat(20)}` as const;
const OTHER = `0x${"22".repeat(20)}` as const;
const EVENT = { chainId: 1, rightsRegistry: "0x5FbDB2315678afecb367f032d93F642f64180aa3", eventId: 7 } as const;
const idOf = (index: number, batch = 1) => String(packRightId({ eventId: 7, batch, index }));

const PASS: Pass = {
  ...{ v: 1, ...EVENT, rightId: idOf(0), count: 3, className: "standing", seats: [], holder: HOLDER },
  event: { name: "Night", startsAt: "2030-01-08T19:00:00+09:00", url: "https://hall.example" },
  seller: { agentId: 1, name: "Shop" },
};

const TICKET: Ticket = {
  ...{ id: "0x1", seller: "https://shop.example", event: EVENT, holder: HOLDER, keyKind: "p256" },
  ...{ pass: PASS, addedAt: 0 },
};

const right = (index: number, change: Partial<HolderRight> = {}): HolderRight => ({
  ...{ rightId: idOf(index), eventId: 7, status: "granted", holder: HOLDER, rebinds: 0 },
  ...change,
});
const withNews = (...rights: readonly HolderRight[]): Ticket => ({ ...TICKET, news: { rights, at: 0 } });

describe("a ticket of the wallet", () => {
  describe("standingOf", () => {
    it("waits for its shop, or for another phone, while it has no pass", () => {
      const { pass: _, ...bare } = TICKET;
      expect(standingOf(bare).is).to.equal("awaited");
      expect(standingOf({ ...bare, claim: {} as NonNullable<Ticket["claim"]> }).is).to.equal("claiming");
    });

    it("is open while one is outside, entered when the rest is in", () => {
      const admitted = { status: "admitted", entry: { at: 5, lane: 3 } } as const;
      expect(standingOf(TICKET).is).to.equal("open");
      expect(standingOf(withNews(right(0, admitted), right(1, admitted))).is).to.equal("open");
      expect(standingOf(withNews(right(0, admitted), right(1, admitted), right(2, admitted))).is).to.equal("entered");
      const gone = right(2, { status: "void", freed: "returned" });
      expect(standingOf(withNews(right(0, admitted), right(1, admitted), gone)).is).to.equal("entered");
    });

    it("says how it was lost", () => {
      const all = (change: Partial<HolderRight>) => standingOf(withNews(...[0, 1, 2].map((i) => right(i, change)))).is;
      expect(all({ status: "void", freed: "returned" })).to.equal("returned");
      expect(all({ status: "void", freed: "revoked" })).to.equal("revoked");
      expect(all({ status: "void" })).to.equal("revoked");
      expect(all({ status: "rebound", holder: OTHER })).to.equal("moved");
      expect(all({ status: "rebound" })).to.equal("open");
    });

    it("says that the event is cancelled, and that a pass was edited", () => {
      const facts = { isCancelled: true } as NonNullable<Ticket["facts"]>;
      expect(standingOf({ ...TICKET, facts }).is).to.equal("cancelled");
      expect(standingOf({ ...TICKET, pass: { ...PASS, rightId: "x" } }).is).to.equal("damaged");
      expect(standingOf({ ...TICKET, pass: { ...PASS, eventId: 8 } }).is).to.equal("damaged");
      expect(standingOf({ ...TICKET, pass: { ...PASS, count: 9 } }).is).to.equal("damaged");
    });
  });

  describe("peopleOf", () => {
    it("has one person for each right of each run, with seat, state and entry", () => {
      const pass: Pass = {
        ...PASS,
        ...{ count: 2, seats: ["A-1", "A-2"] },
        runs: [{ rightId: idOf(5, 2), count: 1, seats: ["B-9"] }],
      };
      const entry = { at: 9, lane: 1 };
      const news = { rights: [right(1, { status: "admitted", entry, rebinds: 2 })], at: 0 };
      expect(peopleOf(pass, news)).to.deep.equal([
        { index: 0, rightId: idOf(0), seat: "A-1", state: "outside", entry: undefined, rebinds: 0 },
        { index: 1, rightId: idOf(1), seat: "A-2", state: "in", entry, rebinds: 2 },
        { index: 2, rightId: idOf(5, 2), seat: "B-9", state: "outside", entry: undefined, rebinds: 0 },
      ]);
    });
  });

  describe("parties", () => {
    const groups = (pass: Pass, ...rights: readonly HolderRight[]) =>
      outsideOf(pass, peopleOf(pass, { rights, at: 0 }));

    it("are neighbours of one run who are outside", () => {
      expect(groups(PASS)).to.deep.equal([{ from: 0, count: 3 }]);
      expect(groups(PASS, right(1, { status: "admitted" }))).to.deep.equal([
        { from: 0, count: 1 },
        { from: 2, count: 1 },
      ]);
      const two = { ...PASS, runs: [{ rightId: idOf(0, 2), count: 2, seats: [] }] };
      expect(groups(two)).to.deep.equal([
        { from: 0, count: 3 },
        { from: 3, count: 2 },
      ]);
      expect(groups(PASS, ...[0, 1, 2].map((i) => right(i, { status: "admitted" })))).to.deep.equal([]);
    });

    it("are chosen with at most those who follow in the group", () => {
      const two = [
        { from: 0, count: 3 },
        { from: 5, count: 1 },
      ];
      expect(chooseParty(two, {})).to.deep.equal({ from: 0, count: 3 });
      expect(chooseParty(two, { count: 2 })).to.deep.equal({ from: 0, count: 2 });
      expect(chooseParty(two, { from: 1 })).to.deep.equal({ from: 1, count: 2 });
      expect(chooseParty(two, { from: 2, count: 3 })).to.deep.equal({ from: 2, count: 1 });
      expect(chooseParty(two, { from: 5 })).to.deep.equal({ from: 5, count: 1 });
      expect(chooseParty(two, { from: 4 })).to.deep.equal({ from: 0, count: 3 });
      expect(chooseParty([], {})).to.equal(undefined);
    });
  });

  it("comes in the order of its evening, and after all others when it is over", () => {
    const at = (id: string, startsAt: string, ...rights: readonly HolderRight[]): Ticket => ({
      ...withNews(...rights),
      ...{ id, pass: { ...PASS, count: 1, event: { ...PASS.event, startsAt } } },
    });
    const over = right(0, { status: "void", freed: "returned" });
    const tickets = [
      at("late", "2031-01-01T00:00:00Z"),
      at("over", "2029-01-01T00:00:00Z", over),
      at("soon", "2030-01-01T00:00:00Z"),
      at("just over", "2030-06-01T00:00:00Z", over),
    ];
    expect(inOrder(tickets).map(({ id }) => id)).to.deep.equal(["soon", "late", "just over", "over"]);
  });

  it("is to be tested a week and a day before, once each", () => {
    const start = Date.parse("2030-01-08T19:00:00+09:00") / 1_000;
    const day = 86_400;
    const due = (before: number, tested?: Ticket["tested"]) =>
      reminderOf({ ...TICKET, ...(tested && { tested }) }, start - before);
    expect(due(7 * day + 1)).to.equal(undefined);
    expect(due(7 * day)).to.equal("week");
    expect(due(7 * day, "week")).to.equal(undefined);
    expect(due(day + 1, "week")).to.equal(undefined);
    expect(due(day, "week")).to.equal("day");
    expect(due(1)).to.equal("day");
    expect(due(1, "day")).to.equal(undefined);
    expect(due(0)).to.equal(undefined);
  });

  it("is exported with its pass and without anything secret", () => {
    const claim = { ...EVENT, signature: "0x1234" } as unknown as NonNullable<Ticket["claim"]>;
    const text = exportPasses([TICKET, { ...TICKET, claim }]);
    expect(JSON.parse(text)).to.deep.equal({ passes: [1, 2].map(() => ({ seller: TICKET.seller, pass: PASS })) });
  });
});
