import { expect } from "chai";
import type { Hex } from "doorkey";
import { newRequest, random, upper } from "../../test/helpers/newRequests.ts";
import { useStorage } from "../../test/helpers/useStorage.ts";
import { cancelQueued, enqueue, eventsAfter, eventsOf, progressOf, takeNewEvents, transact } from "./index.ts";

describe("events of requests", () => {
  const storage = useStorage();

  async function stored(sponsor = "one"): Promise<Hex> {
    const request = newRequest({ sponsor });
    await enqueue(storage.db, [request]);
    return request.digest;
  }
  const states = (events: Awaited<ReturnType<typeof eventsOf>>) =>
    events.map(({ digest, status }) => `${digest} ${status.state}`);

  it("are read after the last one that is known, in the order of all", async () => {
    const { db } = storage;
    const [one, two, three] = [await stored(), await stored(), await stored()];
    await cancelQueued(db, two);
    await cancelQueued(db, one);
    const own = await eventsOf(db, upper(one));
    expect(states(own)).to.deep.equal([`${one} queued`, `${one} cancelled`]);
    expect(states(await eventsOf(db, one, own[0]?.seq))).to.deep.equal([`${one} cancelled`]);
    expect(await eventsOf(db, one, own[1]?.seq)).to.deep.equal([]);
    const after = new Map([
      [one, own[0]?.seq ?? 0],
      [upper(two), 0],
    ]);
    expect(states(await eventsAfter(db, after))).to.deep.equal([
      ...[`${two} queued`, `${two} cancelled`, `${one} cancelled`],
    ]);
    expect(await eventsAfter(db, new Map())).to.deep.equal([]);
    expect(states(await eventsOf(db, three))).to.deep.equal([`${three} queued`]);
  });

  it("say how far each request is that is stored", async () => {
    const { db } = storage;
    const [one, two] = [await stored(), await stored()];
    await cancelQueued(db, two);
    const newest = (await eventsOf(db, two)).at(-1)?.seq;
    const progress = await progressOf(db, [one, upper(two), random(32)]);
    expect(progress.find(({ digest }) => digest === two)).to.deep.equal({ digest: two, state: "cancelled", newest });
    expect(progress.map(({ digest }) => digest).sort()).to.deep.equal([one, two].sort());
    await db.deleteFrom("status_events").execute();
    expect(await progressOf(db, [one])).to.deep.equal([{ digest: one, state: "queued", newest: 0 }]);
    expect(await progressOf(db, [])).to.deep.equal([]);
  });

  it("are taken once, the oldest first, with their sponsors", async () => {
    const digests = [await stored("one"), await stored("two"), await stored("three")];
    const take = (limit: number) => transact(storage.db, (tx) => takeNewEvents(tx, limit));
    const [first, second] = [await take(2), await take(2)];
    expect(first.map(({ digest }) => digest)).to.deep.equal(digests.slice(0, 2));
    expect(first.map(({ seq }) => seq)).to.deep.equal(first.map(({ seq }) => seq).toSorted((a, b) => a - b));
    expect(second.map(({ digest, sponsor }) => [digest, sponsor])).to.deep.equal([[digests[2], "three"]]);
    expect(await take(2)).to.deep.equal([]);
    // In order also where the database finds them in another one, as it does after rows have changed.
    const more = Array.from({ length: 40 }, () => newRequest());
    await enqueue(storage.db, more);
    for (const { digest } of more.toReversed()) {
      await storage.db.updateTable("status_events").set({ sponsor: "four" }).where("digest", "=", digest).execute();
    }
    const order = (await take(40)).map(({ seq }) => seq);
    expect(order).to.have.length(40);
    expect(order).to.deep.equal(order.toSorted((a, b) => a - b));
  });
});
