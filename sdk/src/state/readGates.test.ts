import { expect } from "chai";
import { openShow, publishShow } from "doorkey-test-support/show";
import { join, refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { addressOf, grant, strangerAt } from "../../test/helpers/acts.ts";
import { handOver } from "../../test/helpers/handOver.ts";
import { checksummed } from "../core/checksummed.ts";
import type { Address } from "../core/Hex.ts";
import { admitRightsByHand } from "../gate/admitRightsByHand.ts";
import { registerOrganizer } from "../organizer/registerOrganizer.ts";
import { setGate } from "../organizer/setGate.ts";
import { setTeamRole } from "../teams/setTeamRole.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { readGates } from "./readGates.ts";

describe("gates of an event", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  for (const transport of TRANSPORTS) {
    it(`are set, changed and stopped, ${transport}`, async () => {
      const { organizer, eventId } = await publishShow(chain, { transport });
      const [a, b] = [addressOf(await join(chain, transport)), addressOf(await join(chain, transport))];
      expect(await readGates(organizer, { eventId })).to.deep.equal([]);
      await setGate(organizer, { eventId, gate: a, kind: "scanner" });
      await setGate(organizer, { eventId, gate: b, kind: "desk", byHandLimit: 20 });
      expect(await readGates(organizer, { eventId })).to.deep.equal([
        { gate: a, kind: "scanner", byHandLimit: 0, byHand: 0 },
        { gate: b, kind: "desk", byHandLimit: 20, byHand: 0 },
      ]);
      await setGate(organizer, { eventId, gate: b, kind: "none" });
      await setGate(organizer, { eventId, gate: a, kind: "desk", byHandLimit: 5 });
      expect(await readGates(organizer, { eventId })).to.deep.equal([
        { gate: a, kind: "desk", byHandLimit: 5, byHand: 0 },
        { gate: b, kind: "none", byHandLimit: 0, byHand: 0 },
      ]);
    });

    it(`are set by members, desks by admins, ${transport}`, async () => {
      const { organizer, organizerId, eventId } = await publishShow(chain, { transport });
      const helper = await join(chain, transport);
      await setTeamRole(organizer, { team: { organizerId }, account: addressOf(helper), role: "member" });
      const gate = strangerAt(1);
      await setGate(helper, { eventId, gate, kind: "scanner" });
      expect((await refusalOf(setGate(helper, { eventId, gate, kind: "desk" }))).name).to.equal("TeamAdminOnly");
      const limited = await refusalOf(setGate(helper, { eventId, gate, kind: "scanner", byHandLimit: 1 }));
      expect([limited.name, limited.args]).to.deep.equal(["GateInvalid", [BigInt(eventId), checksummed(gate)]]);
      const stranger = await join(chain, transport);
      expect((await refusalOf(setGate(stranger, { eventId, gate, kind: "none" }))).name).to.equal("TeamMemberOnly");
    });
  }

  it("end when the event changes hands, also for an organizer that gets it back", async () => {
    const { organizer, organizerId, eventId } = await publishShow(chain);
    const other = await join(chain, "direct");
    const { organizerId: otherId } = await registerOrganizer(other, { name: "Other", uri: "" });
    const [a, b] = [checksummed(strangerAt(1)), checksummed(strangerAt(2))];
    const scanner = (gate: Address) => ({ gate, kind: "scanner", byHandLimit: 0, byHand: 0 });

    await setGate(organizer, { eventId, gate: a, kind: "scanner" });
    await handOver(organizer, other, { eventId, to: otherId });
    expect(await readGates(other, { eventId })).to.deep.equal([]);
    await setGate(other, { eventId, gate: b, kind: "scanner" });
    expect(await readGates(other, { eventId })).to.deep.equal([scanner(b)]);

    await handOver(other, organizer, { eventId, to: organizerId });
    expect(await readGates(organizer, { eventId })).to.deep.equal([]);
    await setGate(organizer, { eventId, gate: b, kind: "none" });
    await setGate(organizer, { eventId, gate: a, kind: "scanner" });
    expect(await readGates(organizer, { eventId })).to.deep.equal([
      { gate: b, kind: "none", byHandLimit: 0, byHand: 0 },
      scanner(a),
    ]);
  });

  it("are unknown for an unknown event", async () => {
    expect((await refusalOf(readGates(await join(chain, "direct"), { eventId: 999 }))).code).to.equal("EVENT_UNKNOWN");
  });

  it("have the number of rights that a desk admitted by hand", async () => {
    const show = await openShow(chain, { gates: true });
    const { eventId, desk, gate, doorsOpenAt } = show;
    const rightIds = [await grant(show, [strangerAt(1)]), await grant(show, [strangerAt(2)])];
    await chain.clock.travelTo(doorsOpenAt);
    await admitRightsByHand(desk, { eventId, rightIds, scannedAt: doorsOpenAt, reason: "phone is dead" });
    expect(await readGates(desk, { eventId })).to.deep.equal([
      { gate: addressOf(gate), kind: "scanner", byHandLimit: 0, byHand: 0 },
      { gate: addressOf(desk), kind: "desk", byHandLimit: 10, byHand: 2 },
    ]);
  });
});
