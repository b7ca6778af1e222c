import { expect } from "chai";
import type { Address } from "doorkey/buyer";
import { sql } from "kysely";
import { newRequest, random } from "../../test/helpers/newRequests.ts";
import { useStorage } from "../../test/helpers/useStorage.ts";
import { enqueue, setPaused } from "../storage/index.ts";
import { leastLoaded, type Relayer, relayState } from "./relayers.ts";

describe("leastLoaded", () => {
  const relayer = (address: Address, load: number, active = true): Relayer => ({ address, load, active, leased: true });

  it("picks the active key with the least to do, the first of several", () => {
    const relayers = [relayer("0x1", 1), relayer("0x2", 0, false), relayer("0x3", 1), relayer("0x4", 2)];
    const picked = Array.from({ length: 5 }, () => leastLoaded(relayers)?.address);
    expect(picked).to.deep.equal(["0x1", "0x3", "0x1", "0x3", "0x4"]);
    expect(relayers.map(({ load }) => load)).to.deep.equal([3, 0, 3, 3]);
  });

  it("picks none if none can send", () => {
    expect(leastLoaded([])).to.equal(undefined);
    expect(leastLoaded([relayer("0x1", 0, false)])).to.equal(undefined);
  });
});

describe("relayState", () => {
  const storage = useStorage();

  /** A key that a replica had so many seconds ago. */
  async function addSigner(ago = 0, { low = false, coded = false, leased = true } = {}): Promise<Address> {
    const address = random(20) as Address;
    await sql`insert into signers (address, next_nonce, seen_at, lease_owner, lease_until, low_since, code_since)
      values (${address}, 0, clock_timestamp() - make_interval(secs => ${ago}), 'replica',
        clock_timestamp() + make_interval(secs => ${leased ? 60 : -1}),
        ${low ? sql`now()` : null}, ${coded ? sql`now()` : null})`.execute(storage.db);
    return address;
  }
  const read = async () => relayState(storage.db, () => 0).state();
  const activeOf = async () => new Map((await read()).relayers.map(({ address, active }) => [address, active]));

  it("lists keys that a replica had within a minute, in their order", async () => {
    const recent = [await addSigner(0), await addSigner(50), await addSigner(10, { leased: false })];
    await addSigner(70);
    const { relayers } = await read();
    expect(relayers.map(({ address }) => address)).to.deep.equal([...recent].sort());
    const leased = new Map(relayers.map((one) => [one.address, one.leased]));
    expect(recent.map((address) => leased.get(address))).to.deep.equal([true, true, false]);
  });

  it("takes no key as active that is paused, is short of ether, or has code", async () => {
    const [fit, low, coded, paused] = [
      await addSigner(),
      await addSigner(0, { low: true }),
      await addSigner(0, { coded: true }),
      await addSigner(),
    ];
    await setPaused(storage.db, `signer:${paused}`, true);
    await setPaused(storage.db, "sponsor:zepp", true);
    const active = await activeOf();
    expect([fit, low, coded, paused].map((address) => active.get(address))).to.deep.equal([true, false, false, false]);
    expect([...(await read()).paused].sort()).to.deep.equal([`signer:${paused}`, "sponsor:zepp"]);
    await setPaused(storage.db, "all", true);
    expect((await activeOf()).get(fit)).to.equal(false);
  });

  it("counts what names a key and is not mined", async () => {
    const [busy, idle] = [await addSigner(), await addSigner()];
    const rows = Array.from({ length: 4 }, () => newRequest({ relayer: busy }));
    await enqueue(storage.db, [...rows, newRequest()]);
    for (const [i, state] of (["assigned", "mined", "cancelled"] as const).entries()) {
      const digest = rows[i]?.digest ?? "0x";
      await storage.db.updateTable("requests").set({ state }).where("digest", "=", digest).execute();
    }
    const load = new Map((await read()).relayers.map((one) => [one.address, one.load]));
    expect([load.get(busy), load.get(idle)]).to.deep.equal([2, 0]);
  });

  it("is read again after a second, and at once if it must be fresh", async () => {
    let now = 0;
    const { state, freshState } = relayState(storage.db, () => now);
    const size = async (what: typeof state) => (await what()).relayers.length;
    expect(await size(state)).to.equal(0);
    await addSigner();
    now = 999;
    expect(await size(state)).to.equal(0);
    now = 1_000;
    expect(await size(state)).to.equal(1);
    await addSigner();
    expect(await size(state)).to.equal(1);
    expect(await size(freshState)).to.equal(2);
    expect(await size(state)).to.equal(2);
  });

  it("is read again after it could not be read", async () => {
    const { state } = relayState(storage.db, () => 0);
    await sql`alter table pauses rename to lost`.execute(storage.db);
    const message = await state().then(
      () => "read",
      (error: Error) => error.message,
    );
    await sql`alter table lost rename to pauses`.execute(storage.db);
    expect(message).to.contain("pauses");
    expect((await state()).relayers).to.deep.equal([]);
  });
});
