import { expect } from "chai";
import type { Hex } from "doorkey/buyer";
import type { RequestStatus } from "doorkey/relay";
import {
  fanOut,
  markDelivered,
  markFailed,
  putBack,
  replayDead,
  takeDue,
  waitingDeliveries,
} from "../../src/webhooks/deliveries.ts";
import { storageKinds } from "../helpers/storages.ts";
import { useStorage } from "../helpers/useStorage.ts";

for (const kind of storageKinds) {
  describe(`webhook deliveries (${kind})`, () => {
    const storage = useStorage(kind);

    /** Events of two sponsors, in turn. */
    async function events(count: number): Promise<void> {
      const rows = Array.from({ length: count }, (_, i) => {
        const digest = `0x${String(i).padStart(64, "0")}` as Hex;
        const status = { digest, kind: "request", state: "queued" } as RequestStatus;
        return { digest, sponsor: i % 2 === 0 ? "even" : "odd", status: JSON.stringify(status), fanned_out_at: null };
      });
      await storage.db.insertInto("status_events").values(rows).execute();
    }
    const endpointsOf = (sponsor: string) => (sponsor === "even" ? ["a", "b"] : ["b"]);

    it("are written once for each event and endpoint, however many replicas write", async () => {
      await events(450);
      const writeAll = async () => {
        let all = 0;
        for (let some = 1; some > 0; ) all += some = await fanOut(storage.db, endpointsOf);
        return all;
      };
      const written = await Promise.all([writeAll(), writeAll(), writeAll()]);
      expect(written.reduce((sum, one) => sum + one, 0)).to.equal(450);
      expect(await waitingDeliveries(storage.db)).to.equal(225 + 450);
    });

    it("are held by one replica at a time, and by another one after it died", async () => {
      await events(20);
      await fanOut(storage.db, () => ["a"]);
      const taken = await Promise.all(Array.from({ length: 4 }, () => takeDue(storage.db, "a", 5, 60)));
      expect(new Set(taken.flat().map(({ event }) => event.seq)).size).to.equal(20);
      for (const some of taken) {
        const order = some.map(({ event }) => event.seq);
        expect(order).to.deep.equal([...order].sort((x, y) => x - y));
      }
      expect(await takeDue(storage.db, "a", 5, 60)).to.deep.equal([]);

      await events(1);
      await fanOut(storage.db, () => ["dying"]);
      expect(await takeDue(storage.db, "dying", 5, 0)).to.have.length(1);
      const [again] = await takeDue(storage.db, "dying", 5, 60);
      expect(again?.attempts).to.equal(2);
    });

    it("are taken in the order of their events, also after a failure", async () => {
      await events(3);
      await fanOut(storage.db, () => ["a"]);
      const first = async () => (await takeDue(storage.db, "a", 1, 60))[0];
      const one = await first();
      await markFailed(storage.db, one?.id ?? 0, "timeout", 0);
      const order = [await first(), await first(), await first()];
      expect(order.map((delivery) => delivery?.event.seq)).to.deep.equal([1, 2, 3]);
    });

    it("wait after a failure, are dead when given up, and wait again when replayed", async () => {
      await events(3);
      await fanOut(storage.db, () => ["a"]);
      const [one, two, three] = await takeDue(storage.db, "a", 5, 60);
      if (one === undefined || two === undefined || three === undefined) throw new Error("three are due");
      await markDelivered(storage.db, one.id);
      await markFailed(storage.db, two.id, "status 500", undefined);
      await putBack(storage.db, [three.id]);
      const [back] = await takeDue(storage.db, "a", 5, 60);
      expect(back).to.include({ id: three.id, attempts: 1 });
      await markFailed(storage.db, three.id, "timeout", 3_600);
      expect(await takeDue(storage.db, "a", 5, 60)).to.deep.equal([]);
      expect(await waitingDeliveries(storage.db)).to.equal(1);

      expect(await replayDead(storage.db, "other")).to.equal(0);
      expect(await replayDead(storage.db, "a")).to.equal(1);
      const [replayed] = await takeDue(storage.db, "a", 5, 60);
      expect(replayed).to.include({ id: two.id, attempts: 1 });
    });
  });
}
