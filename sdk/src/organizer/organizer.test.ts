import { expect } from "chai";
import { documentAt } from "doorkey-test-support/eventDocument";
import { join } from "doorkey-test-support/transports";
import { startTestChain } from "../testing/startTestChain.ts";
import * as barrel from "./index.ts";

/** What needs no chain, and the client itself. */
const PURE = ["organizer", "parseEventDocument", "seatLabel", "seatNumber"];

describe("organizer", () => {
  it("has each function of its module that acts on a chain", async () => {
    const chain = await startTestChain();
    const client = barrel.organizer(await chain.connect());
    const acting = Object.keys(barrel).filter((name) => !PURE.includes(name));
    expect(Object.keys(client).sort()).to.deep.equal(acting.sort());
    await chain.close();
  });

  it("does what the functions do", async () => {
    const chain = await startTestChain();
    const hall = barrel.organizer(await join(chain, "relay"));
    const { organizerId } = await hall.registerOrganizer({ name: "Hall", uri: "https://hall.example" });
    const terms = barrel.parseEventDocument(documentAt(await chain.clock.now()));
    const accepted = await hall.publishEvent({ organizerId, terms }, { until: "accepted" });
    const { eventId } = await accepted.wait();
    await hall.pauseSales({ eventId });
    expect(await hall.readEvent({ eventId })).to.include({ eventId, paused: true, name: terms.name });
    expect(await hall.readTeam("organizer", organizerId)).to.include({ name: "Hall" });
    await chain.close();
  });
});
