import { expect } from "chai";
import { type Published, publishShow } from "doorkey-test-support/show";
import { join, refusalOf, TRANSPORTS } from "doorkey-test-support/transports";
import { act, grant, strangerAt } from "../../test/helpers/acts.ts";
import { type Served, serve } from "../../test/helpers/serve.ts";
import { registerAgent } from "../agent/registerAgent.ts";
import type { Connection } from "../chain/Connection.ts";
import { readEvent } from "../state/readEvent.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { designateAgent } from "./designateAgent.ts";
import { reopenPlaces } from "./reopenPlaces.ts";

const NO_REASON = `0x${"00".repeat(32)}`;

for (const transport of TRANSPORTS) {
  describe(`reopenPlaces, ${transport}`, () => {
    let chain: TestChain;
    let site: Served;
    let show: Published;
    let agent: Connection;
    let agentId: number;
    before(async () => {
      site = await serve((_, response) => response.end(show.text));
    });
    beforeEach(async () => {
      chain = await startTestChain();
      show = await publishShow(chain, { transport, documentUri: `${site.url}/event.json` });
      agent = await join(chain, transport);
      ({ agentId } = await registerAgent(agent, { name: "Agent", uri: "" }));
      for (const className of ["standing", "seated"]) {
        await designateAgent(show.organizer, { eventId: show.eventId, className, agentId, quota: 100 });
      }
    });
    afterEach(() => chain.close());
    after(() => site.close());

    /** Grants rights of a class and revokes them. */
    async function free(classId: number, seats: readonly number[] | undefined, count: number): Promise<void> {
      const holders = Array.from({ length: count }, (_, i) => strangerAt(i));
      const first = await grant({ ...show, agent, agentId }, holders, { classId, ...(seats && { seats }) });
      const rights = holders.map((_, i) => first + BigInt(i));
      await act(agent, "EntryRightRegistry", "revoke", [rights, NO_REASON]);
    }

    const freed = async () =>
      (await readEvent(show.organizer, { eventId: show.eventId })).classes.map((class_) => class_.freed);

    it("reopens a number of places of a class", async () => {
      await free(1, undefined, 3);
      const place = { eventId: show.eventId, className: "standing" };
      await reopenPlaces(show.organizer, { ...place, places: 2 });
      expect(await freed()).to.deep.equal([1, 0, 0]);
      const tooMany = await refusalOf(reopenPlaces(show.organizer, { ...place, places: 2 }));
      expect([tooMany.name, tooMany.args]).to.deep.equal(["ReopenExceedsFreed", [BigInt(show.eventId), 1n, 2n, 1n]]);
    });

    it("reopens seats by label or number, in any order", async () => {
      await free(2, [41, 7, 0], 3);
      const place = { eventId: show.eventId, className: "seated" };
      await reopenPlaces(show.organizer, { ...place, seats: ["A-2-2", 7] });
      expect(await freed()).to.deep.equal([0, 1, 0]);
      const { rights } = show.organizer.contracts;
      const states = await Promise.all([41, 7, 0].map((seat) => rights.seatOf(show.eventId, 2, seat)));
      expect(states.map((state) => state.freed)).to.deep.equal([false, false, true]);
      await reopenPlaces(show.organizer, { ...place, seats: ["A-1-1"], document: show.terms });
      expect(await freed()).to.deep.equal([0, 0, 0]);
    });

    it("refuses places that are not freed, or do not exist", async () => {
      await free(2, [5], 1);
      const { eventId, organizer } = show;
      const seated = { eventId, className: "seated" };
      const held = await refusalOf(reopenPlaces(organizer, { ...seated, seats: [6] }));
      expect([held.name, held.args]).to.deep.equal(["SeatNotFreed", [BigInt(eventId), 2n, 6n]]);
      expect((await refusalOf(reopenPlaces(organizer, { ...seated, seats: ["Z-1"] }))).code).to.equal("SEAT_UNKNOWN");
      expect((await refusalOf(reopenPlaces(organizer, { ...seated, places: 1 }))).name).to.equal("ReopenKindInvalid");
      const standing = reopenPlaces(organizer, { eventId, className: "standing", seats: [1] });
      expect((await refusalOf(standing)).name).to.equal("ReopenKindInvalid");
      expect((await refusalOf(reopenPlaces(agent, { ...seated, seats: [5] }))).name).to.equal("ReopenerOnly");
    });
  });
}
