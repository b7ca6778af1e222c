import { expect } from "chai";
import { openShow } from "doorkey-test-support/show";
import { grant, strangerAt } from "../../../../test/helpers/acts.ts";
import { startTestChain } from "../../../testing/startTestChain.ts";
import type { Audit } from "../../Audit.ts";
import { placesFinding } from "./placesFinding.ts";

/** A chain with so many batches takes days to build, so its node shows one batch again and again. */
const BATCHES = 2 ** 21;

describe("placesFinding", () => {
  it("reads twenty thousand of two million batches, and says how many it did not read", async () => {
    const chain = await startTestChain();
    try {
      const show = await openShow(chain);
      await grant(show, [strangerAt(1)]);
      const { events, rights } = show.agent.contracts;
      const batch = await rights.batchOf(show.eventId, 0);
      const placesOf = await rights.placesOf(show.eventId, 1);
      let asked = 0;
      const shown = {
        batchesOf: async () => BigInt(BATCHES),
        batchOf: async () => {
          asked++;
          return batch;
        },
        placesOf: async () => placesOf,
      };
      const connection = { ...show.agent, contracts: { events, rights: shown } };
      const audit = { eventId: show.eventId, connection, progress: () => {} } as unknown as Audit;
      const found = await placesFinding(audit);
      expect(asked).to.equal(20_000);
      expect(found.figures).to.deep.equal({ batches: BATCHES, rights: 20_000 });
      expect(found.faults).to.deep.equal([]);
      expect(found.unchecked).to.deep.equal([{ note: "2077152 batches were not read, because they are too many." }]);
    } finally {
      await chain.close();
    }
  });
});
