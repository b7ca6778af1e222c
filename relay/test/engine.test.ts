import { expect } from "chai";
import type { Address } from "doorkey";
import { keyOf, startNode, type TestNode } from "./helpers/node.ts";
import { emptyTables, openTestStorage, storageKinds, type TestStorage } from "./helpers/storages.ts";
import { engineOn, mustStatus, queue, statesOf } from "./helpers/world.ts";

for (const kind of storageKinds) {
  describe(`engine over ${kind}`, () => {
    let node: TestNode;
    let storage: TestStorage;
    let trusting: Address;
    let rewind: () => Promise<void>;

    before(async () => {
      node = await startNode();
      storage = await openTestStorage(kind);
      trusting = await node.deployMock("TrustingTarget");
      await node.fund(keyOf("relay 0").address);
      await node.automine(false);
      rewind = await node.snapshot();
    });
    beforeEach(async () => {
      await rewind();
      await emptyTables(storage.db);
    });
    after(async () => {
      await storage.remove();
      await node.close();
    });

    it("takes a batch from the queue to confirmed", async () => {
      const digests = await queue(storage.db, node, trusting, 5);
      const engine = engineOn(storage.db, node);
      await engine.tick();
      expect(await statesOf(storage.db, digests)).to.deep.equal(Array(5).fill("assigned"));
      await node.mine();
      await engine.tick();
      expect(await statesOf(storage.db, digests)).to.deep.equal(Array(5).fill("mined"));
      const status = await mustStatus(storage.db, digests[0] ?? "0x");
      expect(status.outcome).to.equal("success");
      await node.mine(3);
      await engine.tick();
      expect(await statesOf(storage.db, digests)).to.deep.equal(Array(5).fill("confirmed"));
      expect(engine.events.filter(({ type }) => type === "trouble")).to.deep.equal([]);
      console.log(engine.events);
    });
  });
}
