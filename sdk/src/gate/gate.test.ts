import { expect } from "chai";
import { openShow } from "doorkey-test-support/show";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import * as barrel from "./index.ts";

/** Classes, checks that need no chain, and the client itself. */
const PURE = [
  "ClockWatch",
  "gateJournalFile",
  "gate",
  "Lane",
  "manifestAge",
  "memoryJournal",
  "Settler",
  "sqliteJournal",
];

describe("gate", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  it("has each function of its module that acts on a chain", async () => {
    const acting = Object.keys(barrel).filter((name) => !PURE.includes(name));
    expect(Object.keys(barrel.gate(await chain.connect())).sort()).to.deep.equal(acting.sort());
  });

  it("is made of a connection alone", () => {
    for (const wrong of [undefined, null, {}, 7]) {
      expect(() => barrel.gate(wrong as never), String(wrong))
        .to.throw("connection")
        .with.property("code", "VALUE_INVALID");
    }
  });

  it("does what the functions do", async () => {
    const { eventId, gate, desk } = await openShow(chain, { transport: "relay", gates: true });
    const client = barrel.gate(gate);
    expect(await client.loadManifest({ eventId })).to.deep.equal(await barrel.loadManifest(gate, { eventId }));
    expect(await client.admitEntries({ eventId, admissions: [] })).to.deep.equal([]);
    const byHand = { eventId, rightIds: [1n], scannedAt: 1, reason: "" };
    const early = await barrel
      .gate(desk)
      .admitRightsByHand(byHand, { until: "accepted" })
      .catch((error) => error);
    expect(early.contractError.name).to.equal("DoorsNotOpen");
  });
});
