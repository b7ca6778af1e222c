import { expect } from "chai";
import { documentAt } from "doorkey-test-support/eventDocument";
import { join } from "doorkey-test-support/transports";
import { parseEventDocument } from "../documents/parseEventDocument.ts";
import * as root from "../index.ts";
import { startTestChain } from "../testing/startTestChain.ts";
import * as barrel from "./index.ts";

/** Checks that need no chain, and the client itself. */
const PURE = [
  "decodeText",
  "describeMistake",
  "formatInstant",
  "instantFault",
  "merkleList",
  "MistakeList",
  "organizer",
  "parseInstant",
  "plainName",
  "readEventDocument",
  "readLostPhones",
  "readSaleList",
  "suggestName",
  "utcOffsetOf",
  "visibleText",
];

describe("organizer", () => {
  it("has each function of its module that acts on a chain, and each that reads it", async () => {
    const chain = await startTestChain();
    const client = barrel.organizer(await chain.connect());
    const acting = Object.keys(barrel).filter((name) => !PURE.includes(name));
    const reading = Object.keys(root).filter((name) => /^(read|fetch)[A-Z]/.test(name) && name !== "readLogs");
    expect(Object.keys(client).sort()).to.deep.equal([...acting, ...reading].sort());
    await chain.close();
  });

  it("does what the functions do", async () => {
    const chain = await startTestChain();
    const hall = barrel.organizer(await join(chain, "relay"));
    const { organizerId } = await hall.registerOrganizer({ name: "Hall", uri: "https://hall.example" });
    const terms = parseEventDocument(documentAt(await chain.clock.now()));
    const accepted = await hall.publishEvent({ organizerId, terms }, { until: "accepted" });
    const { eventId } = await accepted.wait();
    await hall.pauseSales({ eventId });
    expect(await hall.readEvent({ eventId })).to.include({ eventId, paused: true, name: terms.name });
    expect(await hall.readTeam({ organizerId })).to.include({ name: "Hall" });
    await chain.close();
  });
});
