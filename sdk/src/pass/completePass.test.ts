import { expect } from "chai";
import { keyOf, passOf } from "../../test/helpers/venue.ts";
import type { EventClass, EventDocument } from "../documents/EventDocument.ts";
import { checkPass } from "./checkPass.ts";
import { completePass } from "./completePass.ts";
import type { Pass, PassLacks } from "./Pass.ts";
import { runsOf } from "./runsOf.ts";

const DOORS = 1_900_000_000;
const HASH = `0x${"d0".repeat(32)}` as const;

const classOf = (id: number, name: string, seats: readonly string[]): EventClass => ({
  id,
  name,
  supply: 100,
  reserved: false,
  named: false,
  seats,
});

const DOCUMENT: EventDocument = {
  name: "One night",
  venue: "Zepp",
  url: "https://zepp.example/show",
  startsAt: "2030-03-17T19:00:00+09:00",
  reportUrl: "https://zepp.example/report",
  schedule: {
    salesOpenAt: 1,
    salesCloseAt: DOORS,
    returnUntil: DOORS,
    rebindUntil: DOORS,
    nameBy: DOORS,
    doorsOpenAt: DOORS,
    doorsCloseAt: DOORS + 9_000,
  },
  policy: { scope: 0, maxPerPerson: 0, maxRebinds: 1, minPublicBps: 0 },
  classes: [classOf(1, "standing", []), classOf(2, "balcony", ["B-1", "B-2", "B-3"])],
  documentHash: HASH,
};

describe("completePass", () => {
  let whole: Pass;
  let key: Awaited<ReturnType<typeof keyOf>>;
  before(async () => {
    key = await keyOf("p256");
    whole = passOf(key, { count: 2 });
  });

  const lacking = (change: Partial<Pass> = {}, lacks: Partial<PassLacks> = {}): Pass => ({
    ...whole,
    event: { name: "One night", url: "https://chain.example" },
    lacks: { fields: ["startsAt", "reportUrl"], documentHash: HASH, doorsOpenAt: DOORS, seatNumbers: [], ...lacks },
    ...change,
  });

  it("adds the start in the event's own offset, the page and where to report", () => {
    const completed = completePass(lacking(), { document: DOCUMENT });
    expect(completed).to.deep.equal({
      ...whole,
      event: {
        name: "One night",
        startsAt: "2030-03-17T19:00:00+09:00",
        url: "https://zepp.example/show",
        reportUrl: "https://zepp.example/report",
      },
    });
    expect(checkPass(key, completed)).to.equal(completed);
  });

  it("adds the labels of the seats", () => {
    const seated = lacking(
      { className: "balcony" },
      { fields: ["startsAt", "seats", "reportUrl"], seatNumbers: [2, 0] },
    );
    expect(completePass(seated, { document: DOCUMENT }).seats).to.deep.equal(["B-3", "B-1"]);
  });

  it("adds the labels of the seats of every run, and each run then has its own", () => {
    const first = BigInt(whole.rightId);
    const run = (after: bigint, seatNumbers: readonly number[]) =>
      ({ rightId: String(first + after), count: seatNumbers.length, seats: [], seatNumbers }) as const;
    const fields = ["startsAt", "seats", "reportUrl"] as const;
    const runs = [run(3n, [1]), run(5n, [0, 2])];
    const seated = lacking({ className: "balcony", runs }, { fields, seatNumbers: [2, 0] });
    const stored = JSON.parse(JSON.stringify(checkPass(key, seated)));
    expect(runsOf(stored).map(({ lacks, runs, seats }) => [lacks?.seatNumbers, runs, seats])).to.deep.equal([
      [[2, 0], undefined, []],
      [[1], undefined, []],
      [[0, 2], undefined, []],
    ]);
    const completed = checkPass(key, completePass(stored, { document: DOCUMENT }));
    expect(completed.runs).to.deep.equal([
      { rightId: String(first + 3n), count: 1, seats: ["B-2"] },
      { rightId: String(first + 5n), count: 2, seats: ["B-1", "B-3"] },
    ]);
    const oneByOne = runsOf(stored).map((one) => completePass(one, { document: DOCUMENT }));
    expect(runsOf(completed)).to.deep.equal(oneByOne);
    expect(oneByOne.map(({ seats }) => seats)).to.deep.equal([["B-3", "B-1"], ["B-2"], ["B-1", "B-3"]]);
  });

  it("keeps the seats of a pass that lacks other things", () => {
    const runs = [{ rightId: String(BigInt(whole.rightId) + 3n), count: 1, seats: ["B-2"] }];
    const seated = lacking({ className: "balcony", seats: ["B-3", "B-1"], runs });
    const completed = completePass(seated, { document: DOCUMENT });
    expect([completed.seats, completed.runs]).to.deep.equal([["B-3", "B-1"], runs]);
  });

  it("needs the number of each seat that it lacks, in every run, and no other number", () => {
    const first = BigInt(whole.rightId);
    const refusal = (change: Partial<Pass>, lacks: Partial<PassLacks>) => {
      try {
        checkPass(key, lacking({ className: "balcony", ...change }, lacks));
        return [];
      } catch (error) {
        return (error as Error).message.split("\n").slice(1, -1);
      }
    };
    const fields = ["startsAt", "seats"] as const;
    const run = { rightId: String(first + 3n), count: 2, seats: [] };
    expect(refusal({ runs: [{ ...run, seatNumbers: [1, 2] }] }, { fields, seatNumbers: [1, 2] })).to.deep.equal([]);
    expect(refusal({ runs: [run, { ...run, seatNumbers: [7] }] }, { fields })).to.deep.equal([
      "lacks.seatNumbers must be one per right.",
      "runs[0].seatNumbers must be one per right.",
      "runs[1].seatNumbers must be one per right.",
    ]);
    const unasked = "runs[0].seatNumbers must be none, because the pass does not lack its seats.";
    expect(refusal({ runs: [{ ...run, seatNumbers: [1, 2] }] }, {})).to.deep.equal([unasked]);
    expect(() => checkPass(key, { ...whole, runs: [{ ...run, seatNumbers: [1, 2] }] })).to.throw(unasked);
  });

  it("refuses other values than a pass and a document", () => {
    for (const wrong of [null, undefined, {}, "", 7]) {
      expect(() => completePass(wrong as never, { document: DOCUMENT }))
        .to.throw()
        .with.property("code", "PASS_MALFORMED");
      expect(() => completePass(whole, { document: wrong as never }))
        .to.throw()
        .with.property("code", "VALUE_INVALID");
      expect(() => completePass(whole, wrong as never))
        .to.throw()
        .with.property("code", "VALUE_INVALID");
    }
  });

  it("adds no report address if the organizer gave none", () => {
    const { reportUrl: _, ...document } = DOCUMENT;
    const completed = completePass(lacking(), { document });
    expect(completed.event).not.to.have.property("reportUrl");
    expect(completed).not.to.have.property("lacks");
  });

  it("moves the start of an event that was rescheduled", () => {
    const { event } = completePass(lacking({}, { doorsOpenAt: DOORS + 86_400 + 1_800 }), { document: DOCUMENT });
    expect(event.startsAt).to.equal("2030-03-18T19:30:00+09:00");
  });

  it("leaves a whole pass as it is", () => {
    expect(completePass(whole, { document: DOCUMENT })).to.equal(whole);
  });

  it("refuses a document that is not the published one", () => {
    const other = { ...DOCUMENT, documentHash: `0x${"d1".repeat(32)}` as const };
    expect(() => completePass(lacking(), { document: other }))
      .to.throw()
      .with.property("code", "EVENT_DOCUMENT_DIFFERS");
    const cased = { ...DOCUMENT, documentHash: `0x${"D0".repeat(32)}` as const };
    expect(completePass(lacking(), { document: cased }).event.startsAt).to.equal(DOCUMENT.startsAt);
  });

  it("is the only way to a pass without a start: an unmarked one is refused", () => {
    const refusal = (value: unknown) => {
      try {
        checkPass(key, value);
        return "accepted";
      } catch (error) {
        return (error as Error).message.split("\n")[1];
      }
    };
    expect(refusal(lacking())).to.equal("accepted");
    const { lacks: _, ...unmarked } = lacking();
    const missing = "event.startsAt is missing, and the pass does not mark it.";
    expect(refusal(unmarked)).to.equal(missing);
    expect(refusal(lacking({}, { fields: ["seats"], seatNumbers: [0, 1] }))).to.equal(missing);
    expect(refusal(lacking({}, { seatNumbers: [1] }))).to.equal(
      "lacks.seatNumbers must be none, because the pass does not lack its seats.",
    );
    expect(refusal({ ...lacking(), lacks: {} })).to.contain("lacks.fields must be a list.");
    expect(refusal({ ...lacking(), lacks: { ...lacking().lacks, fields: ["price"] } })).to.contain("lacks.fields[0]");
  });
});
