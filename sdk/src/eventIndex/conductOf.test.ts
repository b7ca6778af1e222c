import { expect } from "chai";
import { openShow } from "doorkey-test-support/show";
import { act, admissionOf, grant, strangerAt } from "../../test/helpers/acts.ts";
import { createDeviceKey } from "../device/createDeviceKey.ts";
import { admitEntries } from "../gate/admitEntries.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import { returnDigest } from "../statements/returnStatement.ts";
import { startTestChain } from "../testing/startTestChain.ts";
import { conductOf } from "./conductOf.ts";
import { followSuite } from "./followSuite.ts";
import { emptyConduct, emptyIndex } from "./IndexState.ts";

const NO_REASON = `0x${"00".repeat(32)}`;
const HOUR = 3_600;

describe("conductOf", () => {
  it("counts the outcomes of an agent's rights, by event and in total", async () => {
    const chain = await startTestChain();
    try {
      const show = await openShow(chain, {
        classes: { seats: { seats: ["{1..90}"] } },
        gates: true,
      });
      const { event, eventId, agentId, agent, organizer, gate, doorsOpenAt } = show;
      const key = await createDeviceKey({ kind: "p256", event, store: memoryKeys() });
      const atHour = async (hour: number) => {
        const start = Math.ceil((await chain.clock.now()) / HOUR + hour) * HOUR;
        await chain.clock.travelTo(start);
        return start;
      };
      const first = await atHour(1);
      const right = await grant(
        show,
        Array.from({ length: 7 }, () => key.address),
        { seats: [0, 1, 2, 3, 4, 5, 6] },
      );
      await grant(show, [strangerAt(1), strangerAt(2)], { seats: [3, 8] }); // seat 3 is taken
      const second = await atHour(2);
      await grant(show, [strangerAt(3)], { seats: [9] });

      await act(agent, "EntryRightRegistry", "revoke", [[right], NO_REASON]);
      const wish = { rightId: right + 1n, count: 2, rebinds: 0, expiresAt: BigInt(second + 9 * HOUR) };
      const signature = await key.sign(returnDigest(event, { ...wish, holder: key.address }));
      await act(gate, "EntryRightRegistry", "returnRights", [[{ ...wish, signature }]]);
      await act(organizer, "EntryRightRegistry", "rebind", [right + 3n, strangerAt(4), "0x"]);
      await act(organizer, "EntryRightRegistry", "rebind", [right + 3n, strangerAt(5), "0x"]);
      await chain.clock.travelTo(doorsOpenAt);
      await admitEntries(gate, {
        eventId,
        admissions: [await admissionOf(key, { rightId: right + 4n, count: 3, scannedAt: doorsOpenAt })],
      });

      const index = await followSuite(await chain.connect());
      await index.catchUp();
      const conduct = {
        ...{ granted: 9, refused: 1, returned: 2, revoked: 1, rebound: 2, named: 0, admitted: 3 },
        grantsByHour: new Map([
          [first, 8],
          [second, 1],
        ]),
      };
      expect(conductOf(index.state, { agentId })).to.deep.equal(conduct);
      expect(conductOf(index.state, { agentId, eventId })).to.deep.equal(conduct);
      expect(conductOf(index.state, { agentId, eventId: eventId + 1 })).to.deep.equal(emptyConduct());
      expect(conductOf(index.state, { agentId: agentId + 1 })).to.deep.equal(emptyConduct());
    } finally {
      await chain.close();
    }
  });

  it("adds up events, also within one hour", async () => {
    const chain = await startTestChain();
    try {
      const first = await openShow(chain);
      const { agentId } = first;
      const second = await openShow(chain, { by: first });
      await act(first.organizer, "EventRegistry", "designateAgent", [second.eventId, 1, agentId, 100]);
      const hour = Math.ceil((await chain.clock.now()) / HOUR) * HOUR;
      await chain.clock.travelTo(hour);
      const right = await grant(first, [1, 2, 3].map(strangerAt));
      await act(first.agent, "EntryRightRegistry", "revoke", [[right], NO_REASON]);
      await grant({ ...first, eventId: second.eventId }, [4, 5].map(strangerAt));
      const index = await followSuite(await chain.connect());
      await index.catchUp();
      const conduct = (change: object) => ({ ...emptyConduct(), ...change });
      expect(conductOf(index.state, { agentId })).to.deep.equal(
        conduct({ granted: 5, revoked: 1, grantsByHour: new Map([[hour, 5]]) }),
      );
      expect(conductOf(index.state, { agentId, eventId: first.eventId })).to.deep.equal(
        conduct({ granted: 3, revoked: 1, grantsByHour: new Map([[hour, 3]]) }),
      );
      expect(conductOf(index.state, { agentId, eventId: second.eventId })).to.deep.equal(
        conduct({ granted: 2, grantsByHour: new Map([[hour, 2]]) }),
      );
    } finally {
      await chain.close();
    }
  });

  it("refuses ids that no agent and no event has", () => {
    for (const parameters of [{ agentId: -1 }, { agentId: 2 ** 32 }, { agentId: 1, eventId: -1 }]) {
      expect(() => conductOf(emptyIndex(), parameters), JSON.stringify(parameters))
        .to.throw()
        .with.property("code", "VALUE_INVALID");
    }
  });
});
