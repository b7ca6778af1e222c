import { expect } from "chai";
import { holderKey } from "doorkey-test-support/keys";
import type { ScanMessage } from "../../src/protocol/messages.ts";
import type { Caller } from "../../src/scans/Hub.ts";
import { expectProblem } from "../helpers/expectProblem.ts";
import {
  codeOf,
  DOORS_CLOSE,
  newDevice,
  newScanId,
  openVenue,
  showOf,
  showOfStrangers,
  type TestDevice,
  type Venue,
} from "../helpers/venue.ts";

const show = showOfStrangers(8);

describe("scans of a hub", () => {
  let venue: Venue;
  let [north, south]: TestDevice[] = [];

  beforeEach(async () => {
    venue = openVenue(show, { reentry: true });
    [north, south] = [await newDevice(1), await newDevice(2)];
  });
  afterEach(() => venue.close());

  const gate = (device: TestDevice | undefined): TestDevice => {
    if (device === undefined) throw new Error("no device");
    return device;
  };
  const scan = (device: TestDevice | undefined, text: string, more: Partial<ScanMessage> = {}) =>
    venue.scans.scan(gate(device), { scanId: newScanId(), text, mode: "enter", ...more });
  const reasonOf = async (answer: ReturnType<typeof scan>) => (await answer).verdict.reason;
  const code = (index: number, ago = 0) => codeOf(show, index, venue.time - ago);
  const supervisor = (device: TestDevice | undefined): Caller => ({ ...gate(device), role: "supervisor" });

  it("answers the same scan alike for ever, also after a restart, and refuses another text under its id", async () => {
    const message = { scanId: newScanId(), text: code(0), mode: "enter" } as const;
    const first = await venue.scans.scan(gate(north), message);
    expect(first.verdict).to.include({ status: "admit", reason: "valid" });
    venue.time += 7_200;
    expect(await venue.scans.scan(gate(north), message)).to.deep.equal(first);
    venue = await venue.restart();
    expect(await venue.scans.scan(gate(north), message)).to.deep.equal(first);
    await expectProblem(venue.scans.scan(gate(north), { ...message, text: code(1) }), "SCAN_CHANGED");
    await expectProblem(venue.scans.scan(gate(north), { ...message, mode: "leave" }), "SCAN_CHANGED");
    expect(venue.scans.figures().entered).to.equal(1);
  });

  it("keeps a refusal too, and changes nothing for it", async () => {
    const message = { scanId: newScanId(), text: "https://example.com", mode: "enter" } as const;
    const first = await venue.scans.scan(gate(north), message);
    expect(first.verdict.reason).to.equal("not-a-code");
    expect(await venue.scans.scan(gate(north), message)).to.deep.equal(first);
    await expectProblem(venue.scans.scan(gate(north), { ...message, text: "x" }), "SCAN_CHANGED");
    expect(venue.scans.book.entries.size).to.equal(0);
    expect(await reasonOf(scan(north, code(0)))).to.equal("valid");
  });

  it("lets one of two gates win a right that both scan at the same instant, 200 times", async () => {
    const many = showOfStrangers(200);
    const busy = openVenue(many);
    try {
      for (let i = 0; i < 200; i++) {
        const text = codeOf(many, i, busy.time);
        const message = (text: string) => ({ scanId: newScanId(), text, mode: "enter" }) as const;
        const both = [busy.scans.scan(gate(north), message(text)), busy.scans.scan(gate(south), message(text))];
        const reasons = (await Promise.all(both)).map(({ verdict }) => verdict.reason);
        expect(reasons.sort()).to.deep.equal(["already-in", "valid"]);
      }
    } finally {
      await busy.close();
    }
  });

  describe("stored is not shown", () => {
    it("keeps a right that was stored three seconds ago, and gives it to another gate after that", async () => {
      await scan(north, code(0));
      venue.time += 3;
      expect(await reasonOf(scan(south, code(0, 2)))).to.equal("already-in");
      venue.time += 0.5;
      const second = await scan(south, code(0, 2));
      expect(second.verdict).to.include({ status: "admit", reason: "not-shown", lane: 1 });
    });

    it("keeps a right for good whose light was shown, with the next message of its gate", async () => {
      const scanId = newScanId();
      await scan(north, code(0), { scanId });
      await scan(north, code(1), { shown: [scanId] });
      venue.time += 600;
      const { verdict } = await scan(south, code(0));
      expect(verdict).to.include({ reason: "already-in", lane: 1 });
      expect((await scan(south, code(1))).verdict.reason).to.equal("not-shown");
    });

    it("takes no acknowledgement of another gate's scan", async () => {
      const scanId = newScanId();
      await scan(north, code(0), { scanId });
      await venue.scans.shown(gate(south), [scanId, newScanId()]);
      venue.time += 4;
      expect(await reasonOf(scan(south, code(0)))).to.equal("not-shown");
    });

    it("makes evidence of two lights on two proofs, and none of a light that never appeared", async () => {
      const [first, second] = [newScanId(), newScanId()];
      await scan(north, code(0, 5), { scanId: first });
      venue.time += 4;
      await scan(south, code(0), { scanId: second });
      await venue.scans.shown(gate(south), [second]);
      expect(venue.scans.evidence()).to.deep.equal([]);
      expect(venue.scans.book.entries.get(first)?.state).to.equal("replaced");
      // The first light had appeared after all, and its message was late.
      await venue.scans.shown(gate(north), [first]);
      const [evidence] = venue.scans.evidence();
      expect(evidence).to.include({ name: "two presentations" });
      expect(evidence?.presentations.map(({ scanId }) => scanId)).to.deep.equal([first, second]);
      expect([first, second].map((id) => venue.scans.book.entries.get(id)?.state)).to.deep.equal(["open", "open"]);
    });

    it("calls it a double entry only if both proofs answer challenges of two gates", async () => {
      const challenge = (digit: string) => ({ value: `0x${digit.repeat(16)}`, expiresAt: venue.time + 30 }) as const;
      const ids = [newScanId(), newScanId()] as const;
      const [one, other] = [challenge("1"), challenge("2")];
      const answer = (asked: typeof one) => codeOf(show, 0, venue.time, { challenge: asked.value });
      await scan(north, answer(one), { scanId: ids[0], challenge: one });
      venue.time += 4;
      await scan(south, answer(other), { scanId: ids[1], challenge: other });
      await venue.scans.shown(gate(north), [ids[0]]);
      await venue.scans.shown(gate(south), [ids[1]]);
      expect(venue.scans.evidence().map(({ name }) => name)).to.deep.equal(["double entry"]);
    });

    it("takes the answer to a challenge once", async () => {
      const challenge = { value: "0x1111111111111111", expiresAt: venue.time + 30 } as const;
      const answer = (index: number) => codeOf(show, index, venue.time, { challenge: challenge.value });
      expect(await reasonOf(scan(north, answer(0), { challenge }))).to.equal("valid");
      expect(await reasonOf(scan(north, answer(1), { challenge }))).to.equal("challenge-wrong");
    });
  });

  it("lets a party in in parts, and says how many are still outside", async () => {
    const key = holderKey("p256", "party");
    const party = showOf([key, key, key, key]);
    const hall = openVenue(party);
    try {
      const partyCode = (index: number, count: number) => codeOf(party, index, hall.time, { count });
      const at = (device: TestDevice | undefined, text: string, shown: string[] = []) =>
        hall.scans.scan(gate(device), { scanId: newScanId(), text, mode: "enter", shown });
      const first = await at(north, partyCode(0, 2));
      expect(first.party).to.deep.equal({ size: 4, outside: 2 });
      await hall.scans.shown(gate(north), [first.scanId]);
      const second = await at(south, partyCode(1, 3));
      expect(second.verdict).to.deep.include({ reason: "valid" });
      expect("rights" in second.verdict && second.verdict.rights).to.have.length(2);
      expect("passedOver" in second.verdict && second.verdict.passedOver).to.have.length(1);
      expect(second.party).to.deep.equal({ size: 4, outside: 0 });
    } finally {
      await hall.close();
    }
  });

  describe("undo", () => {
    it("takes back the last entry of a lane for 30 seconds, as if it never happened", async () => {
      const { scanId } = await scan(north, code(0));
      await venue.scans.shown(gate(north), [scanId]);
      venue.time += 30;
      const answer = await venue.scans.undo(gate(north), { scanId });
      expect(answer).to.deep.equal({ scanId, status: "never-happened", rights: 1 });
      expect(await venue.scans.undo(gate(north), { scanId })).to.deep.equal(answer);
      expect(venue.scans.figures()).to.include({ entered: 0 });
      expect(await reasonOf(scan(south, code(0)))).to.equal("valid");
    });

    it("refuses a steward after 31 seconds, another gate's entry, and one before the last", async () => {
      const { scanId } = await scan(north, code(0));
      await expectProblem(venue.scans.undo(gate(south), { scanId }), "UNDO_TOO_LATE");
      await scan(north, code(1));
      await expectProblem(venue.scans.undo(gate(north), { scanId }), "UNDO_TOO_LATE");
      const { scanId: last } = await scan(north, code(2));
      venue.time += 31;
      await expectProblem(venue.scans.undo(gate(north), { scanId: last }), "UNDO_TOO_LATE");
      expect(await venue.scans.undo(supervisor(south), { scanId: last })).to.include({ status: "never-happened" });
      await expectProblem(venue.scans.undo(supervisor(south), { scanId: newScanId() }), "SCAN_UNKNOWN");
    });

    it("owes one re-entry after delivery, even where nobody may come back", async () => {
      await venue.close();
      venue = openVenue(show, { reentry: false });
      const { scanId } = await scan(north, code(0));
      await venue.scans.shown(gate(north), [scanId]);
      venue.time += 61;
      await venue.scans.outbox.takeDue({ undoSeconds: 60, doorsCloseAt: DOORS_CLOSE, isAfterDoors: false });
      expect(await venue.scans.undo(supervisor(north), { scanId })).to.deep.equal({ scanId, status: "out", rights: 1 });
      expect(venue.scans.figures()).to.include({ inside: 0, outside: 1 });
      venue = await venue.restart();
      const back = await scan(south, code(0));
      expect(back.verdict.reason).to.equal("back-in");
      await venue.scans.shown(gate(south), [back.scanId]);
      venue.time += 30;
      expect(await reasonOf(scan(south, code(0)))).to.equal("already-in");
      const out = await scan(south, code(0), { mode: "leave" });
      await venue.scans.shown(gate(south), [out.scanId]);
      venue.time += 30;
      expect(await reasonOf(scan(south, code(0)))).to.equal("no-reentry");
    });
  });

  describe("presence", () => {
    it("lets people out and back in on a fresh code, and refuses a screenshot", async () => {
      const screenshot = code(0);
      const entry = await scan(north, screenshot);
      await venue.scans.shown(gate(north), [entry.scanId]);
      venue.time += 25;
      expect(await reasonOf(scan(south, screenshot, { mode: "leave" }))).to.equal("code-used");
      const out = await scan(south, code(0), { mode: "leave" });
      expect(out.verdict.reason).to.equal("going-out");
      await venue.scans.shown(gate(south), [out.scanId]);
      expect(venue.scans.figures()).to.include({ inside: 0, outside: 1 });
      venue.time += 10;
      expect(await reasonOf(scan(north, screenshot))).to.equal("code-used");
      const back = await scan(north, code(0));
      expect(back.verdict.reason).to.equal("back-in");
      expect(venue.scans.figures()).to.include({ inside: 1, outside: 0, entered: 1 });
      expect(venue.scans.outbox.figures().waiting).to.equal(1);
    });

    it("forgets a way out whose light never appeared", async () => {
      const entry = await scan(north, code(0));
      await venue.scans.shown(gate(north), [entry.scanId]);
      venue.time += 25;
      await scan(south, code(0), { mode: "leave" });
      venue.time += 3.5;
      expect(venue.scans.figures()).to.include({ inside: 1, outside: 0 });
      expect(await reasonOf(scan(south, code(0), { mode: "leave" }))).to.equal("going-out");
    });

    it("is set by a supervisor for a right that was let in, and for no other", async () => {
      await expectProblem(venue.scans.presence(supervisor(north), { right: 0, where: "out" }), "RIGHT_UNKNOWN");
      await scan(north, code(0));
      await expectProblem(
        venue.scans.presence(supervisor(north), { right: 0, where: "in", zone: "moon" }),
        "ZONE_UNKNOWN",
      );
      await venue.scans.presence(supervisor(north), { right: 0, where: "out" });
      expect(venue.scans.figures()).to.include({ inside: 0 });
    });
  });

  describe("entries by hand", () => {
    beforeEach(() => {
      venue.scans.outbox.byHandLimit = 2;
    });
    const byHand = (right: number, id = newScanId()) =>
      venue.scans.manual(supervisor(north), { id, whom: { right }, reason: "phone broken" });

    it("counts against the desk's limit, the waiting ones too", async () => {
      const id = newScanId();
      const first = await byHand(0, id);
      expect(first).to.deep.equal({ scanId: id, right: 0, status: "let-in", left: 1 });
      expect(await byHand(0, id)).to.deep.equal(first);
      expect(await byHand(0)).to.include({ status: "already-in", lane: 1 });
      expect(await byHand(1)).to.include({ status: "let-in", left: 0 });
      expect(await byHand(2)).to.include({ status: "limit", left: 0 });
      venue = await venue.restart();
      venue.scans.outbox.byHandLimit = 2;
      expect(await byHand(2)).to.include({ status: "limit" });
    });

    it("finds a right by the reference of its order, one after the other, until guests are dropped", async () => {
      await venue.scans.setGuests([0, 1].map((serial) => ({ reference: "ab-12", serial })));
      const ask = () =>
        venue.scans.manual(supervisor(north), {
          id: newScanId(),
          whom: { reference: " AB-12" },
          reason: "phone broken",
        });
      expect((await ask()).right).to.equal(0);
      expect((await ask()).right).to.equal(1);
      expect(await ask()).to.include({ status: "already-in" });
      await venue.scans.dropGuests();
      await expectProblem(ask(), "RIGHT_UNKNOWN");
    });

    it("forgets the references of guests when doors are closed", async () => {
      const count = () => venue.storage.db.prepare("select count(*) as n from guest").get()?.n;
      await venue.scans.setGuests([{ reference: "ab-12", serial: 0 }]);
      await venue.scans.outbox.takeDue({ undoSeconds: 60, doorsCloseAt: DOORS_CLOSE, isAfterDoors: false });
      expect(count()).to.equal(1);
      venue.time = DOORS_CLOSE;
      await venue.scans.outbox.takeDue({ undoSeconds: 60, doorsCloseAt: DOORS_CLOSE, isAfterDoors: false });
      expect(count()).to.equal(0);
    });

    it("refuses a reason that the chain cannot keep, an unknown right, and closed doors", async () => {
      const manual = (right: number, reason: string) =>
        venue.scans.manual(supervisor(north), { id: newScanId(), whom: { right }, reason });
      await expectProblem(manual(0, "あ".repeat(11)), "BODY_MALFORMED");
      await expectProblem(manual(99, "phone broken"), "RIGHT_UNKNOWN");
      venue.time = DOORS_CLOSE;
      expect(await manual(0, "phone broken")).to.include({ status: "closed" });
    });

    it("refuses the holder who comes later, until a supervisor lets them in, which contests the entry", async () => {
      const hand = await byHand(0);
      await venue.scans.shown(gate(north), [hand.scanId]);
      venue.time += 60;
      const asked = await scan(south, code(0));
      expect(asked).to.deep.include({ byHand: true });
      expect(asked.verdict.reason).to.equal("already-in");
      const decision = { scanId: asked.scanId, decision: "let-in" } as const;
      await expectProblem(venue.scans.identity(gate(south), decision), "ROLE_MISSING");
      const answer = await venue.scans.identity(supervisor(south), decision);
      expect(answer.verdict.status).to.equal("admit");
      await venue.scans.shown(gate(south), [asked.scanId]);
      expect(venue.scans.evidence().map(({ name }) => name)).to.deep.equal(["contested"]);
      expect(venue.scans.outbox.figures().waiting).to.equal(2);
    });
  });

  describe("a look at the person", () => {
    beforeEach(async () => {
      await venue.close();
      venue = openVenue(show, { policy: { identity: { classes: [1] } } });
    });

    it("lets in who a steward recognizes, and gives the same answer again", async () => {
      const asked = await scan(north, code(0));
      expect(asked.verdict).to.include({ status: "identify", why: "class" });
      expect(venue.scans.book.entries.size).to.equal(0);
      const decision = { scanId: asked.scanId, decision: "same-person" } as const;
      const answer = await venue.scans.identity(gate(north), decision);
      expect(answer.verdict).to.include({ status: "admit", reason: "valid" });
      expect(await venue.scans.identity(gate(north), decision)).to.deep.equal(answer);
      await expectProblem(venue.scans.identity(gate(north), { ...decision, decision: "other-person" }), "SCAN_CHANGED");
    });

    it("lets nobody in who is another person, or whose right another gate has meanwhile", async () => {
      const [one, two] = [await scan(north, code(0)), await scan(south, code(0))];
      await venue.scans.identity(gate(north), { scanId: one.scanId, decision: "same-person" });
      const late = await venue.scans.identity(gate(south), { scanId: two.scanId, decision: "same-person" });
      expect(late.verdict.reason).to.equal("already-in");
      const other = await scan(north, code(1));
      const refused = await venue.scans.identity(gate(north), { scanId: other.scanId, decision: "other-person" });
      expect(refused).to.deep.include({ decision: "other-person" });
      expect(venue.scans.figures().entered).to.equal(1);
    });

    it("waits two minutes for a decision", async () => {
      const [one, two] = [await scan(north, code(0)), await scan(north, code(1))];
      venue.time += 120;
      await venue.scans.identity(gate(north), { scanId: one.scanId, decision: "same-person" });
      venue.time += 1;
      const late = venue.scans.identity(gate(north), { scanId: two.scanId, decision: "same-person" });
      await expectProblem(late, "DECISION_TOO_LATE");
    });
  });

  it("tells pages each change of a claim after it is on the disk", async () => {
    const { scanId } = await scan(north, code(0));
    const page = venue.scans.deltas(0);
    expect(page.deltas.map(({ serial, claim }) => [serial, claim?.shown])).to.deep.equal([[0, false]]);
    await venue.scans.shown(gate(north), [scanId]);
    const next = venue.scans.deltas(page.next);
    expect(next.deltas.map(({ serial, claim }) => [serial, claim?.shown])).to.deep.equal([[0, true]]);
    await venue.scans.undo(gate(north), { scanId });
    const [last] = venue.scans.deltas(next.next).deltas;
    expect(last).to.deep.equal({ n: 3, serial: 0 });
  });

  it("takes 3,000 mutated and random texts without a throw or an entry, and the next good code works", async () => {
    const good = code(0);
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 $%*+-./:é\u0000\n";
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return seed % below;
    };
    const texts = Array.from({ length: 3_000 }, (_, i) => {
      if (i % 3 === 0) return Array.from({ length: random(400) }, () => alphabet[random(alphabet.length)]).join("");
      const at = random(good.length);
      return `${good.slice(0, at)}${alphabet[random(alphabet.length)]}${good.slice(at + 1)}${i % 50 === 0 ? good : ""}`;
    }).filter((text) => text !== good);
    const answers = await Promise.all(texts.map((text) => scan(north, text)));
    expect(answers.filter(({ verdict }) => verdict.status === "admit" && verdict.reason !== "valid")).to.deep.equal([]);
    expect(answers.every(({ verdict }) => verdict.status === "refuse" || verdict.status === "admit")).to.equal(true);
    expect(await reasonOf(scan(north, code(1)))).to.equal("valid");
  });
});
