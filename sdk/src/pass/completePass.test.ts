import { expect } from "chai";
import { keyOf, passOf } from "../../test/helpers/venue.ts";
import type { EventClass, EventDocument } from "../documents/EventDocument.ts";
import { checkPass } from "./checkPass.ts";
import { completePass } from "./completePass.ts";
import type { Pass, PassLacks } from "./Pass.ts";

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
    expect(refusal(lacking({}, { fields: ["seats"] }))).to.equal(missing);
    expect(refusal(lacking({}, { seatNumbers: [1] }))).to.equal("lacks.seatNumbers must be one per right or none.");
    expect(refusal({ ...lacking(), lacks: {} })).to.contain("lacks.fields must be a list.");
    expect(refusal({ ...lacking(), lacks: { ...lacking().lacks, fields: ["price"] } })).to.contain("lacks.fields[0]");
  });
});
