import { expect } from "chai";
import type { Hex } from "doorkey/buyer";
import { sql } from "kysely";
import { newRequest } from "../../test/helpers/newRequests.ts";
import { useStorage } from "../../test/helpers/useStorage.ts";
import { cancelQueued, enqueue, type StatusEvent } from "../storage/index.ts";
import { type StatusFeed, statusFeed } from "./statusFeed.ts";

describe("statusFeed", () => {
  const storage = useStorage();
  let feed: StatusFeed;
  let trouble: unknown[];
  beforeEach(() => {
    trouble = [];
    feed = open();
  });
  afterEach(async () => {
    feed.close();
    await feed.poll();
  });

  /** A feed that looks only on request. */
  const open = (most = 4, mostOfCaller = 3) =>
    statusFeed(storage.db, { everyMs: 3_600_000, most, mostOfCaller, onTrouble: (error) => trouble.push(error) });

  async function queued(): Promise<Hex> {
    const request = newRequest();
    await enqueue(storage.db, [request]);
    return request.digest;
  }
  const cancel = (digest: Hex) => cancelQueued(storage.db, digest);

  /** Follows requests, and collects what comes. */
  function follow(digests: readonly Hex[], { caller = "one", after = 0 } = {}) {
    const events: StatusEvent[] = [];
    let closed = 0;
    const end = feed.follow(
      { after: new Map(digests.map((digest) => [digest, after])), caller },
      { onEvent: (event) => events.push(event), onClose: () => closed++ },
    );
    const states = () => events.map(({ digest, status }) => `${digests.indexOf(digest)} ${status.state}`);
    return { events, end, states, closed: () => closed };
  }

  it("passes on each event once, of the requests that are followed", async () => {
    const [one, two] = [await queued(), await queued()];
    const followed = follow([one]);
    await feed.poll();
    await feed.poll();
    expect(followed.states()).to.deep.equal(["0 queued"]);
    await cancel(two);
    await feed.poll();
    expect(followed.states()).to.deep.equal(["0 queued"]);
    await cancel(one);
    await feed.poll();
    await feed.poll();
    expect(followed.states()).to.deep.equal(["0 queued", "0 cancelled"]);
    expect(trouble).to.deep.equal([]);
  });

  it("passes on the events of several requests in the order of all", async () => {
    const [one, two] = [await queued(), await queued()];
    await cancel(two);
    await cancel(one);
    const followed = follow([one, two]);
    await feed.poll();
    expect(followed.states()).to.deep.equal(["0 queued", "1 queued", "1 cancelled", "0 cancelled"]);
    const numbers = followed.events.map(({ seq }) => seq);
    expect(numbers).to.deep.equal([...numbers].sort((a, b) => a - b));
    // It misses nothing when it comes back with the last number that it saw.
    const again = follow([one, two], { after: numbers[1] ?? 0 });
    await feed.poll();
    expect(again.states()).to.deep.equal(["1 cancelled", "0 cancelled"]);
    const done = follow([one, two], { after: numbers[3] ?? 0 });
    await feed.poll();
    expect(done.states()).to.deep.equal([]);
  });

  it("passes on to each follower only its own requests, after the number that it saw", async () => {
    const [one, two] = [await queued(), await queued()];
    const both = follow([one, two]);
    await feed.poll();
    await cancel(one);
    const [first, second] = both.events.map(({ seq }) => seq);
    const others = [follow([one], { after: first ?? 0 }), follow([two], { caller: "two", after: second ?? 0 })];
    await feed.poll();
    expect(others.map(({ states }) => states())).to.deep.equal([["0 cancelled"], []]);
    expect(both.states()).to.deep.equal(["0 queued", "1 queued", "0 cancelled"]);
    // One whose own number is older makes the feed read again what the others have seen.
    const late = follow([one], { caller: "two" });
    await feed.poll();
    expect(late.states()).to.deep.equal(["0 queued", "0 cancelled"]);
    expect(others.map(({ states }) => states())).to.deep.equal([["0 cancelled"], []]);
    expect(both.states()).to.deep.equal(["0 queued", "1 queued", "0 cancelled"]);
  });

  it("passes nothing on to a follower that ended because of another one's event", async () => {
    const one = await queued();
    let second: ReturnType<typeof follow> | undefined;
    feed.follow({ after: new Map([[one, 0]]), caller: "one" }, { onEvent: () => second?.end?.(), onClose: () => {} });
    second = follow([one]);
    await feed.poll();
    expect(second.states()).to.deep.equal([]);
  });

  it("looks at once for a new follower", async () => {
    const followed = follow([await queued()]);
    // The look that is under way is shared.
    await feed.poll();
    expect(followed.states()).to.deep.equal(["0 queued"]);
  });

  it("tells a follower nothing after its end, even in the middle of its events", async () => {
    const one = await queued();
    await cancel(one);
    const events: StatusEvent[] = [];
    const end = feed.follow(
      { after: new Map([[one, 0]]), caller: "one" },
      {
        onEvent: (event) => {
          events.push(event);
          end?.();
        },
        onClose: () => expect.fail("the feed is open"),
      },
    );
    const other = follow([one]);
    await feed.poll();
    expect(events.map(({ status }) => status.state)).to.deep.equal(["queued"]);
    await feed.poll();
    expect(other.states()).to.deep.equal(["0 queued", "0 cancelled"]);
    expect(feed.followers()).to.equal(1);
  });

  it("takes so many followers, and so many of one caller", async () => {
    const digest = await queued();
    const ends = [1, 2, 3].map(() => follow([digest]).end);
    expect(ends.every((end) => end !== undefined)).to.equal(true);
    expect(follow([digest]).end).to.equal(undefined);
    expect(follow([digest], { caller: "two" }).end).not.to.equal(undefined);
    expect(follow([digest], { caller: "three" }).end).to.equal(undefined);
    expect(feed.followers()).to.equal(4);
    ends[0]?.();
    expect(feed.followers()).to.equal(3);
    expect(follow([digest], { caller: "three" }).end).not.to.equal(undefined);
  });

  it("closes all its followers once, and then is silent", async () => {
    const digest = await queued();
    const followed = [follow([digest]), follow([digest], { caller: "two" })];
    feed.close();
    feed.close();
    expect(followed.map(({ closed }) => closed())).to.deep.equal([1, 1]);
    expect(feed.followers()).to.equal(0);
    await cancel(digest);
    await feed.poll();
    for (const { states } of followed) expect(states()).not.to.include("0 cancelled");
  });

  it("reports trouble, and delivers events again when it is over", async () => {
    const digest = await queued();
    await sql`alter table status_events rename to lost`.execute(storage.db);
    // Without followers nothing is asked.
    await feed.poll();
    expect(trouble).to.deep.equal([]);
    const followed = follow([digest]);
    await feed.poll();
    await sql`alter table lost rename to status_events`.execute(storage.db);
    expect(trouble.map((error) => (error as Error).message).join()).to.contain("status_events");
    await feed.poll();
    expect(followed.states()).to.deep.equal(["0 queued"]);
  });

  it("looks by itself, again and again", async () => {
    const digest = await queued();
    const own = statusFeed(storage.db, {
      everyMs: 10,
      most: 1,
      mostOfCaller: 1,
      onTrouble: (error) => trouble.push(error),
    });
    const cancelled = new Promise<void>((done) => {
      own.follow(
        { after: new Map([[digest, 0]]), caller: "one" },
        { onEvent: ({ status }) => status.state === "cancelled" && done(), onClose: () => {} },
      );
    });
    await own.poll();
    await cancel(digest);
    await cancelled;
    own.close();
    await own.poll();
  });
});
