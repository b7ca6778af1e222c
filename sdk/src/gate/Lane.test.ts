import { expect } from "chai";
import { batchOf, clockAt, DOORS_OPEN, keyOf, manifestOf, passOf } from "../../test/helpers/venue.ts";
import { entryCode } from "../codes/entryCode.ts";
import { packRightId } from "../core/RightId.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import type { Manifest } from "../verdicts/Manifest.ts";
import type { Policy } from "../verdicts/Policy.ts";
import type { GateJournal } from "./GateJournal.ts";
import { Lane } from "./Lane.ts";
import { memoryJournal } from "./memoryJournal.ts";

const NOW = DOORS_OPEN + 600;
const right = (index: number) => packRightId({ eventId: 7, batch: 0, index });

describe("Lane", () => {
  let key: DeviceKey;
  let manifest: Manifest;
  before(async () => {
    key = await keyOf("secp256k1");
    manifest = manifestOf(batchOf(Array(5).fill(key.address), { statuses: "00300" }));
  });

  const open = (journal: GateJournal | undefined, policy: Policy = {}) =>
    Lane.open({ journal, lane: 3, policy, manifest });
  const show = async (index: number, count = 1, at = NOW) =>
    (await entryCode(key, passOf(key, { index, count }), { clock: clockAt(at) })).text;

  it("has an admission with its rights in the journal before it answers", async () => {
    const journal = memoryJournal();
    const lane = await open(journal);
    // The third right is void, so the entry names more rights than it let in.
    const verdict = await lane.scan(await show(1, 3), NOW);
    expect(verdict.status).to.equal("admit");
    const [row] = await journal.pending();
    expect(row?.rights).to.deep.equal([right(1), right(3)]);
    expect(verdict.status === "admit" && verdict.admission.entry).to.equal(row?.entry);
  });

  it("remembers after a restart exactly the rights that it let in", async () => {
    const journal = memoryJournal();
    await (await open(journal)).scan(await show(1, 3), NOW);
    // What the chain says of the void right by now must not change what this lane did.
    const changed = manifestOf(batchOf(Array(5).fill(key.address)));
    const lane = await Lane.open({ journal, lane: 3, policy: {}, manifest: changed });
    const later = NOW + 60;
    const told = await Promise.all([0, 1, 2, 3].map(async (index) => lane.scan(await show(index, 1, later), later)));
    expect(told.map(({ reason }) => reason)).to.deep.equal(["valid", "already-in", "valid", "already-in"]);
    expect(told[1]).to.include({ at: NOW, lane: 3 });
  });

  it("lets a right in once, however many scans are under way", async () => {
    const journal = memoryJournal();
    const disk = Promise.withResolvers<void>();
    const slow = {
      ...journal,
      append: (row: Parameters<GateJournal["append"]>[0]) => disk.promise.then(() => journal.append(row)),
    };
    const lane = await open(slow, { againWithin: 0 });
    const scans = [lane.scan(await show(0), NOW), lane.scan(await show(0, 2), NOW), lane.scan(await show(0), NOW)];
    disk.resolve();
    const verdicts = await Promise.all(scans);
    expect(verdicts.map(({ status }) => status)).to.deep.equal(["admit", "admit", "refuse"]);
    expect((await journal.all()).map(({ rights }) => rights)).to.deep.equal([[right(0)], [right(1)]]);
  });

  it("lets no one in while its journal fails, and the same ticket once it works", async () => {
    const journal = memoryJournal();
    let isFull = true;
    const failing: GateJournal = {
      ...journal,
      append: async (row) => {
        if (isFull) throw new Error("no space left on the disk");
        return journal.append(row);
      },
    };
    const lane = await open(failing);
    const error = await lane.scan(await show(0), NOW).catch((thrown) => thrown);
    expect(error.message).to.equal("no space left on the disk");
    isFull = false;
    expect((await lane.scan(await show(0), NOW + 1)).status).to.equal("admit");
  });

  it("keeps an admission that staff confirmed, and none before that", async () => {
    const journal = memoryJournal();
    const lane = await open(journal, { identity: { classes: [1] } });
    const verdict = await lane.scan(await show(0), NOW);
    if (verdict.status !== "identify") throw new Error(verdict.reason);
    expect(await journal.pending()).to.deep.equal([]);
    await lane.letIn(verdict);
    expect(await journal.pending()).to.deep.equal([{ ...verdict.admission, rights: [right(0)] }]);
    expect(await lane.scan(await show(0), NOW + 30)).to.include({ reason: "already-in" });
  });

  it("has the first time of a right that staff let in twice, and keeps it in if the second write fails", async () => {
    const journal = memoryJournal();
    let isFull = false;
    const append: GateJournal["append"] = async (row) => {
      if (isFull) throw new Error("no space left on the disk");
      return journal.append(row);
    };
    const lane = await open({ ...journal, append }, { identity: { classes: [1] } });
    const [first, second, third] = await Promise.all(
      [0, 20, 40].map(async (later) => lane.scan(await show(0, 1, NOW + later), NOW + later)),
    );
    for (const verdict of [first, second]) if (verdict?.status === "identify") await lane.letIn(verdict);
    isFull = true;
    const failing = third?.status === "identify" ? lane.letIn(third) : expect.fail("it is not for staff");
    expect((await failing.catch((thrown) => thrown)).message).to.contain("no space");
    expect(await lane.scan(await show(0, 1, NOW + 60), NOW + 60)).to.include({ reason: "already-in", at: NOW });
    const restarted = await open(journal, { identity: { classes: [1] } });
    expect(await restarted.scan(await show(0, 1, NOW + 60), NOW + 60)).to.include({ reason: "already-in", at: NOW });
  });

  it("takes a phone for slow if the second code of a right is newer and as old as the first", async () => {
    const guests = batchOf(Array(5).fill(key.address));
    const lane = await Lane.open({ lane: 3, policy: {}, manifest: manifestOf(guests, guests) });
    /** A code of the phone, which is five minutes slow, at so many seconds after the first. */
    const codeAt = async (later: number, batch = 1, index = 2) =>
      (await entryCode(key, passOf(key, { batch, index }), { clock: clockAt(NOW + later - 300) })).text;
    const scan = async (text: string, later: number) => (await lane.scan(text, NOW + later + 0.5)).reason;
    const [first, second] = [await codeAt(0), await codeAt(10)];
    expect(await scan(first, 0)).to.equal("code-expired");
    expect(await scan(first, 10), "a picture of it").to.equal("code-expired");
    expect(await scan(await codeAt(10, 0, 2), 10), "another right").to.equal("code-expired");
    expect(await scan(await codeAt(10, 1, 1), 10), "another right of the batch").to.equal("code-expired");
    expect(await scan(second, 10)).to.equal("clock-wrong");
    expect(await scan(second, 18), "a picture of the second").to.equal("code-expired");
  });

  it("takes no phone for slow because its last code, which was good, was nearly as old", async () => {
    const lane = await open(undefined, { identity: { classes: [1] } });
    const reasonAt = async (issued: number, scanned: number) =>
      (await lane.scan(await show(0, 1, NOW + issued), NOW + scanned)).reason;
    expect(await reasonAt(0, 40)).to.equal("identity-wanted");
    expect(await reasonAt(30, 80)).to.equal("code-expired");
  });

  it("decides with the newest manifest", async () => {
    const lane = await open(undefined);
    expect(await lane.scan(await show(2), NOW)).to.include({ reason: "right-void" });
    expect(() => lane.use(undefined as never))
      .to.throw("manifest")
      .with.property("code", "VALUE_INVALID");
    lane.use(manifestOf(batchOf(Array(5).fill(key.address))));
    expect((await lane.scan(await show(2), NOW)).status).to.equal("admit");
  });

  it("does not open without its parts", async () => {
    const good = { lane: 3, policy: {}, manifest };
    const wrong: unknown[] = [
      undefined,
      {},
      { ...good, lane: 65_536 },
      { ...good, lane: "3" },
      { ...good, manifest: 1 },
    ];
    for (const parameters of wrong) {
      const error = await Lane.open(parameters as Lane.Parameters).catch((thrown) => thrown);
      expect(error.code, JSON.stringify(parameters)).to.equal("VALUE_INVALID");
    }
  });
});
