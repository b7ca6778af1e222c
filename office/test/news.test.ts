import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { deliverReturns, passFor, rebindRight, registerAgent, revokeRights } from "doorkey/agent";
import { listEntrants } from "doorkey/ballot";
import { createDeviceKey, memoryKeys, signReturn } from "doorkey/buyer";
import { type FileIndexStore, fileIndexStore, followSuite, type IndexStore } from "doorkey/event-index";
import { cancelEvent, designateAgent, rescheduleEvent } from "doorkey/organizer";
import { startTestChain, type TestChain } from "doorkey/testing";
import { drawNow, openDrawStage, singles } from "doorkey-test-support/drawStage";
import { openShow, type Show } from "doorkey-test-support/show";
import { grant } from "../../sdk/test/helpers/acts.ts";
import { type NewsWatch, watchNews } from "../src/news/watchNews.ts";
import { openStorage, type Storage } from "../src/storage/openStorage.ts";

const at = (n: number): string => `0x${(0xd00d_0000 + n).toString(16).padStart(40, "0")}`;
const HOUR = 3_600;

describe("news of the chain", () => {
  let chain: TestChain;
  let show: Show;
  let folder: string;
  let storage: Storage;
  let news: NewsWatch;
  let store: FileIndexStore;
  let index: Awaited<ReturnType<typeof followSuite>>;

  beforeEach(async () => {
    chain = await startTestChain();
    show = await openShow(chain);
    folder = await mkdtemp(join(tmpdir(), "doorkey-news-"));
  });
  afterEach(async () => {
    await close();
    await rm(folder, { recursive: true });
    await chain.close();
  });

  /** Opens what an office has on its disk, as a new process would. */
  async function open({ agentId, eventId }: Pick<Show, "agentId" | "eventId"> = show): Promise<void> {
    const { chainId, rightsRegistry } = show.event;
    storage = openStorage({ folder, agent: { chainId, rightsRegistry, agentId } });
    news = watchNews(storage, { agentId, events: [eventId] });
    store = await fileIndexStore(join(folder, "index.jsonl"));
    const watched: IndexStore = news.watch(store);
    index = await followSuite(await chain.connect(), { store: watched });
  }
  async function close(): Promise<void> {
    storage.close();
    await store.close();
  }

  /** Reads the chain, without the news of it. */
  const read = () => index.catchUp();
  const look = async (): Promise<void> => {
    const { to } = await index.catchUp();
    news.catchUp(index.state, to?.number ?? 0);
  };
  const written = () =>
    storage.db
      .prepare("select * from webhook_event order by seq")
      .all()
      .map(({ id, type, right, data }) => ({ id: String(id), type, right, data: JSON.parse(String(data)) }));
  const typesOf = () => written().map(({ type }) => type);
  const revoke = (...rightIds: readonly bigint[]) => revokeRights(show.agent, { rightIds, reason: "refunded" });

  it("are one for each log that concerns a holder, and begin when the office looks first", async () => {
    const key = await createDeviceKey({ kind: "secp256k1", event: show.event, store: memoryKeys() });
    const first = await grant(show, [at(1), at(2), at(3), key.address]);
    await rebindRight(show.organizer, { rightId: first, newHolder: at(4) });
    await open();
    await look();
    expect(written(), "older logs").to.deep.equal([]);

    await rebindRight(show.organizer, { rightId: first + 1n, newHolder: at(5) });
    await revoke(first, first + 2n);
    const pass = await passFor(show.agent, { rightId: first + 3n });
    await deliverReturns(show.agent, { returns: [await signReturn(key, pass)] });
    const doorsOpenAt = show.doorsOpenAt + 72 * HOUR;
    const doorsCloseAt = show.doorsCloseAt + 72 * HOUR;
    const { salesCloseAt } = show.terms.schedule;
    await rescheduleEvent(show.organizer, { eventId: show.eventId, doorsOpenAt, doorsCloseAt, salesCloseAt });
    await cancelEvent(show.organizer, { eventId: show.eventId });
    await look();
    await look();
    const found = written();
    expect(found.map(({ type, right }) => [type, right])).to.deep.equal([
      ["right.rebound", String(first + 1n)],
      ["right.revoked", String(first)],
      ["right.revoked", String(first + 2n)],
      ["right.returned", String(first + 3n)],
      ["event.rescheduled", null],
      ["event.cancelled", null],
    ]);
    expect(new Set(found.map(({ id }) => id)).size, "each has an id of its own").to.equal(6);
    const holderIn = (i: number) => String(found[i]?.data.holder).toLowerCase();
    expect([holderIn(0), holderIn(1), holderIn(3)]).to.deep.equal([at(5), at(4), key.address.toLowerCase()]);
    expect(found[1]?.data.reason).to.equal("refunded");
    expect(found[4]?.data).to.include({ doorsOpenAt, doorsCloseAt, salesCloseAt });
  });

  it("leave out the rights of other agents and other events", async () => {
    const other = await chain.connect(await chain.fundedKey());
    const { agentId } = await registerAgent(other, { name: "Other", uri: "https://other.example" });
    const { eventId } = show;
    await designateAgent(show.organizer, { eventId, className: "standing", agentId, quota: 10 });
    const elsewhere = await openShow(chain);
    await open();
    await look();
    const foreign = await grant({ eventId, agentId, agent: other }, [at(1)]);
    await rebindRight(show.organizer, { rightId: foreign, newHolder: at(2) });
    await cancelEvent(elsewhere.organizer, { eventId: elsewhere.eventId });
    await look();
    expect(written()).to.deep.equal([]);
  });

  it("are neither lost nor doubled when the office dies between what it read and what it wrote", async () => {
    await open();
    await look();
    const first = await grant(show, [at(1), at(2)]);
    await revoke(first);
    await read();
    await close();
    await open();
    await revoke(first + 1n);
    await look();
    expect(written().map(({ right }) => right)).to.deep.equal([String(first), String(first + 1n)]);
    await close();
    await open();
    await look();
    expect(typesOf()).to.have.length(2);
  });

  it("are written later when the disk was full", async () => {
    await open();
    await look();
    await revoke(await grant(show, [at(1)]));
    storage.db.exec("create temp trigger full before insert on webhook_event begin select raise(abort, 'full'); end");
    const failed = await look().then(
      () => undefined,
      (error: unknown) => String(error),
    );
    expect(failed).to.contain("full");
    storage.db.exec("drop trigger full");
    await look();
    expect(typesOf()).to.deep.equal(["right.revoked"]);
  });

  it("follow the chain through a reorg", async () => {
    await open();
    const first = await grant(show, [at(1), at(2), at(3)]);
    await look();
    const goBack = await chain.snapshot();
    await revoke(first);
    await look();
    await goBack();
    await chain.connect();
    await revoke(first + 1n);
    await revoke(first + 2n);
    await look();
    const rights = written().map(({ right }) => right);
    expect(rights, "of both histories, each once").to.deep.equal([first, first + 1n, first + 2n].map(String));
  });

  it("say that a draw offered places", async () => {
    const stage = await openDrawStage(chain, "direct", { supply: 2 });
    await open(stage);
    await look();
    await listEntrants(stage.organizer, { ...stage.place, entrants: singles(4) });
    await drawNow(stage);
    await look();
    const [offered] = written();
    expect(typesOf()).to.deep.equal(["draw.offered"]);
    expect(offered?.data).to.include({ className: "standing", wave: 1, places: 2 });
  });
});
