import { expect } from "chai";
import { openShow } from "doorkey-test-support/show";
import { act, admissionOf, grant, strangerAt } from "../../test/helpers/acts.ts";
import { expectSameIndex } from "../../test/helpers/expectSameIndex.ts";
import type { Address } from "../core/Hex.ts";
import { packRightId } from "../core/RightId.ts";
import { createDeviceKey } from "../device/createDeviceKey.ts";
import { admitEntries } from "../gate/admitEntries.ts";
import { loadManifest } from "../gate/loadManifest.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import { startTestChain } from "../testing/startTestChain.ts";
import { rightIn } from "../verdicts/rightIn.ts";
import { followSuite } from "./followSuite.ts";
import { indexedRight } from "./indexedRight.ts";
import { rightsOf } from "./rightsOf.ts";

const BATCHES = 20;
const SIZE = 1_000;
const NO_REASON = `0x${"00".repeat(32)}`;

describe("an index of 20,000 rights", () => {
  it("equals the answer of batchOf, right by right", async () => {
    const chain = await startTestChain();
    try {
      const show = await openShow(chain, {
        classes: { standing: { supply: 100_000 }, seats: { seats: ["{1..30000}"] } },
        gates: true,
      });
      const { event, eventId, agent, organizer, gate, doorsOpenAt } = show;
      const key = await createDeviceKey({ kind: "secp256k1", event, store: memoryKeys() });
      for (let batch = 0; batch < BATCHES; batch++) {
        const holders = Array.from({ length: SIZE }, (_, i) =>
          i % 100 === 7 ? key.address : strangerAt(batch * SIZE + i),
        );
        const seats = holders.map((_, i) => batch * SIZE + i);
        await grant(show, holders, batch % 2 === 0 ? {} : { classId: 2, seats });
      }
      const right = (batch: number, index: number) => packRightId({ eventId, batch, index });
      // Spread over the batch, across words of 128 statuses.
      for (let batch = 0; batch < BATCHES; batch++) {
        const revoked = [0, 1, 127, 128, 511 + batch, SIZE - 1].map((index) => right(batch, index));
        await act(agent, "EntryRightRegistry", "revoke", [revoked, NO_REASON]);
        await act(organizer, "EntryRightRegistry", "rebind", [right(batch, 300 + batch), strangerAt(7), "0x"]);
      }
      await act(organizer, "EntryRightRegistry", "rebind", [right(3, 303), key.address, "0x"]);
      await chain.clock.travelTo(doorsOpenAt);
      const admissions = [];
      for (let batch = 0; batch < BATCHES; batch++) {
        for (const index of [7, 207, 907]) {
          admissions.push(await admissionOf(key, { rightId: right(batch, index), scannedAt: doorsOpenAt }));
        }
      }
      await admitEntries(gate, { eventId, admissions });

      const index = await followSuite(await chain.connect());
      await index.catchUp();
      const manifest = await loadManifest(gate, { eventId });
      const counts: Record<string, number> = {};
      for (let batch = 0; batch < BATCHES; batch++) {
        for (let i = 0; i < SIZE; i++) {
          const told = rightIn(manifest, right(batch, i));
          const known = indexedRight(index.state, { rightId: right(batch, i) });
          if (told === undefined || known === undefined) throw new Error(`no right ${i} of batch ${batch}`);
          const { firstHolder: _, mustBeNamed: __, holder, ...facts } = told;
          if (holder.toLowerCase() !== known.holder.toLowerCase()) throw new Error(`holder of ${i} of batch ${batch}`);
          for (const [name, value] of Object.entries(facts)) {
            if (known[name as keyof typeof facts] !== value) throw new Error(`${name} of ${i} of batch ${batch}`);
          }
          counts[known.status] = (counts[known.status] ?? 0) + 1;
        }
      }
      expect(counts).to.deep.equal({ granted: 19_800, rebound: 20, admitted: 60, void: 120 });
      // Ten per batch; 307 left batch 7, and 303 came from batch 3.
      const held = rightsOf(index.state, { holder: key.address }).map(({ rightId }) => rightId);
      expect(held).to.have.length(200).and.to.include(right(3, 303)).and.not.to.include(right(7, 307));
      expect(rightsOf(index.state, { holder: strangerAt(3_303) as Address })).to.deep.equal([]);
      await expectSameIndex(gate, index.state);
    } finally {
      await chain.close();
    }
  });
});
