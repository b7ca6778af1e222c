import { expect } from "chai";
import { openShow, type ShowWithGates } from "doorkey-test-support/show";
import { type JsonRpcApiProvider, toQuantity } from "ethers";
import { act, admissionOf, type EntryChange, grant, strangerAt } from "../../test/helpers/acts.ts";
import type { Connection } from "../chain/Connection.ts";
import { createDeviceKey } from "../device/createDeviceKey.ts";
import type { EventDocument } from "../documents/EventDocument.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { rightIn } from "../verdicts/rightIn.ts";
import { admitEntries } from "./admitEntries.ts";
import { admitRightsByHand } from "./admitRightsByHand.ts";
import { isOrphaned } from "./isOrphaned.ts";
import { loadManifest } from "./loadManifest.ts";

const CLASSES = { standing: { supply: 100_000 }, seats: { seats: ["{1..500}"] } };

describe("loadManifest", () => {
  let chain: TestChain;
  let show: ShowWithGates;
  let reader: Connection;
  beforeEach(async () => {
    chain = await startTestChain();
    show = await openShow(chain, { classes: CLASSES, gates: true });
    reader = await chain.connect();
  });
  afterEach(() => chain.close());

  it("has each right as the chain has it, with any status", async () => {
    const { event, eventId, doorsOpenAt, gate, agent, organizer } = show;
    const key = await createDeviceKey({ kind: "p256", event, store: memoryKeys() });
    const lone = await grant(show, [key.address]);
    const many = await grant(
      show,
      Array.from({ length: 300 }, (_, i) => strangerAt(i)),
    );
    const seated = await grant(show, [strangerAt(1), strangerAt(2)], { classId: 2, seats: [17, 4] });
    await act(agent, "EntryRightRegistry", "revoke", [[many + 129n], `0x${"00".repeat(32)}`]);
    await act(organizer, "EntryRightRegistry", "rebind", [seated, strangerAt(77), "0x"]);
    await chain.clock.travelTo(doorsOpenAt);
    await admitEntries(gate, {
      eventId,
      admissions: [await admissionOf(key, { rightId: lone, scannedAt: doorsOpenAt })],
    });

    const manifest = await loadManifest(reader, { eventId });
    const latest = await chain.provider.getBlock("latest");
    expect(manifest).to.include({ ...event, doorsOpenAt, doorsCloseAt: show.doorsCloseAt, cancelled: false });
    expect(manifest.block).to.deep.equal({ number: latest?.number, hash: latest?.hash });
    expect(manifest.takenAt).to.equal(latest?.timestamp);
    expect(manifest.classes).to.deep.equal({ 1: { name: "standing" }, 2: { name: "seats" } });
    expect(JSON.parse(JSON.stringify(manifest))).to.deep.equal(manifest);

    const statuses = ["granted", "rebound", "admitted", "void"];
    for (const rightId of [lone, ...Array.from({ length: 300 }, (_, i) => many + BigInt(i)), seated, seated + 1n]) {
      const right = await reader.contracts.rights.rightOf(rightId);
      const told = rightIn(manifest, rightId);
      expect(told?.holder.toLowerCase()).to.equal(right.holder.toLowerCase());
      expect([told?.status, told?.agentId, told?.classId, told?.seat, told?.reboundAt, told?.rebinds]).to.deep.equal(
        [statuses[Number(right.status)], right.agentId, right.classId, right.seat, right.reboundAt, right.rebinds].map(
          (value) => (typeof value === "bigint" ? Number(value) : value),
        ),
      );
    }
    expect(rightIn(manifest, lone)?.status).to.equal("admitted");
    expect(rightIn(manifest, many + 129n)?.status).to.equal("void");
    expect(rightIn(manifest, seated)).to.include({ status: "rebound", seat: 17, rebinds: 1 });
  });

  it("reads all of it at the one block", async () => {
    await grant(show, [strangerAt(1)]);
    const then = await chain.provider.getBlock("latest");
    const manifest = await loadManifest(reader, { eventId: show.eventId });
    expect(JSON.parse(JSON.stringify(manifest))).to.deep.equal(manifest);
    const second = await grant(show, [strangerAt(2)]);
    await act(show.agent, "EntryRightRegistry", "revoke", [[second - (1n << 11n)], `0x${"00".repeat(32)}`]);
    await act(show.organizer, "EventRegistry", "cancel", [show.eventId]);
    expect(await loadManifest(reader, { eventId: show.eventId, block: then?.number as number })).to.deep.equal(
      manifest,
    );
    const later = await loadManifest(reader, { eventId: show.eventId });
    expect([later.batches.length, later.cancelled]).to.deep.equal([2, true]);
  });

  it("has the offset of the event's document, if the document can be read", async () => {
    const { eventId, terms } = show;
    const offsetOf = async (documents?: readonly EventDocument[]) =>
      (await loadManifest(reader, { eventId, documents })).utcOffset;
    expect(await offsetOf()).to.equal(undefined);
    expect(await offsetOf([{ ...terms, startsAt: "2030-03-17T19:00:00+09:00" }])).to.equal(540);
    expect(await offsetOf([{ ...terms, startsAt: "2030-03-17T19:00:00-03:30" }])).to.equal(-210);
    const other = { ...terms, documentHash: `0x${"00".repeat(32)}` as const, startsAt: "2030-03-17T19:00:00+09:00" };
    expect(await offsetOf([other]), "another document").to.equal(undefined);
  });

  it("has when and where rights were admitted, and later only reads what is new", async () => {
    const { event, eventId, doorsOpenAt, gate, desk } = show;
    const key = await createDeviceKey({ kind: "secp256k1", event, store: memoryKeys() });
    const first = await grant(show, Array(6).fill(key.address));
    const serialOf = (i: number) => Number((first + BigInt(i)) & 0xffffffffn);
    expect((await loadManifest(reader, { eventId })).admissions).to.equal(undefined);
    await chain.clock.travelTo(doorsOpenAt);
    const admit = async (entry: EntryChange) =>
      admitEntries(gate, { eventId, admissions: [await admissionOf(key, entry)] });
    await admit({ rightId: first + 1n, scannedAt: doorsOpenAt + 1, lane: 3 });
    await admit({ rightId: first, count: 3, scannedAt: doorsOpenAt + 2, lane: 4 });
    const early = await loadManifest(reader, { eventId });
    const told = {
      [serialOf(0)]: { at: doorsOpenAt + 2, lane: 4 },
      [serialOf(1)]: { at: doorsOpenAt + 1, lane: 3 },
      [serialOf(2)]: { at: doorsOpenAt + 2, lane: 4 },
    };
    expect(early.admissions).to.deep.equal(told);

    const scannedAt = doorsOpenAt + 3;
    await admitRightsByHand(desk, { eventId, rightIds: [first + 5n], scannedAt, reason: "phone broken" });
    const all = { ...told, [serialOf(5)]: { at: scannedAt } };
    expect((await loadManifest(reader, { eventId })).admissions).to.deep.equal(all);
    // What this manifest says of the first right is in no log, so it shows which logs are read.
    const changed = { [serialOf(0)]: { at: 1, lane: 1 } };
    const known = { ...early, admissions: { ...early.admissions, ...changed } };
    expect((await loadManifest(reader, { eventId, previous: known })).admissions).to.deep.equal({ ...all, ...changed });
    // A manifest of another event, of another history or without admissions is not a base.
    const { admissions: _, ...bare } = early;
    for (const previous of [
      bare,
      { ...known, eventId: eventId + 1 },
      { ...known, block: { ...known.block, hash: `0x${"ab".repeat(32)}` as const } },
    ]) {
      expect((await loadManifest(reader, { eventId, previous })).admissions).to.deep.equal(all);
    }
  });

  it("has who was admitted in the very second in which doors open", async () => {
    const { event, eventId, doorsOpenAt, gate } = show;
    const key = await createDeviceKey({ kind: "secp256k1", event, store: memoryKeys() });
    const rightId = await grant(show, [key.address]);
    const admission = await admissionOf(key, { rightId, scannedAt: doorsOpenAt, lane: 3 });
    await chain.provider.send("evm_setNextBlockTimestamp", [toQuantity(doorsOpenAt)]);
    await admitEntries(gate, { eventId, admissions: [admission] });
    const manifest = await loadManifest(reader, { eventId });
    expect(manifest.takenAt).to.equal(doorsOpenAt);
    expect(manifest.admissions).to.deep.equal({ [Number(rightId & 0xffffffffn)]: { at: doorsOpenAt, lane: 3 } });
  });

  it("opens without times and lanes if the node gives no logs", async () => {
    const { event, eventId, doorsOpenAt, gate } = show;
    const key = await createDeviceKey({ kind: "secp256k1", event, store: memoryKeys() });
    const rightId = await grant(show, [key.address]);
    await chain.clock.travelTo(doorsOpenAt);
    await admitEntries(gate, { eventId, admissions: [await admissionOf(key, { rightId, scannedAt: doorsOpenAt })] });
    await loadManifest(reader, { eventId }); // the log of the event itself is known from here on
    const getLogs = reader.provider.getLogs;
    reader.provider.getLogs = () => Promise.reject(new Error("no logs here"));
    const without = await loadManifest(reader, { eventId });
    reader.provider.getLogs = getLogs;
    expect(without.batches[0]?.statuses).to.equal("2");
    expect(without.admissions).to.equal(undefined);
  });

  it("reports its progress", async () => {
    for (let i = 0; i < 40; i++) await grant(show, [strangerAt(i)]);
    const told: loadManifest.Progress[] = [];
    await loadManifest(reader, { eventId: show.eventId, onProgress: (progress) => told.push(progress) });
    expect(told).to.deep.equal(Array.from({ length: 40 }, (_, i) => ({ done: i + 1, of: 40 })));
  });

  it("does not mix two histories if its block leaves the chain meanwhile", async () => {
    const goBack = await chain.snapshot();
    for (let i = 0; i < 40; i++) await grant(show, [strangerAt(i)]);
    const block = await chain.provider.getBlockNumber();
    let turned: Promise<void> | undefined;
    const onProgress = () => {
      turned ??= replaceChain(chain, goBack, block);
    };
    const error = await loadManifest(reader, { eventId: show.eventId, onProgress }).catch((thrown) => thrown);
    await turned;
    expect([error.code, error.message.includes(`Block ${block}, 0x`)]).to.deep.equal(["BLOCK_ORPHANED", true]);
    expect(error.retryable).to.equal(true);
    const whole = await loadManifest(reader, { eventId: show.eventId });
    expect(whole.batches).to.have.length(0);
  });

  it("detects later that its block left the chain", async () => {
    const goBack = await chain.snapshot();
    await grant(show, [strangerAt(1)]);
    const manifest = await loadManifest(reader, { eventId: show.eventId });
    expect(await isOrphaned(reader, manifest)).to.equal(false);
    await replaceChain(chain, goBack, manifest.block.number);
    expect(await isOrphaned(reader, manifest)).to.equal(true);
    for (const block of [undefined, { number: 1 }, { number: -1, hash: "0x" }, { number: 1.5, hash: "0x" }]) {
      const error = await isOrphaned(reader, { block } as never).catch((thrown) => thrown);
      expect(error.code, JSON.stringify(block)).to.equal("VALUE_INVALID");
    }
  });

  it("names the event or block that does not exist or is missing", async () => {
    const missing = await loadManifest(reader, {} as never).catch((error) => error);
    expect([missing.code, missing.message.includes("eventId is missing.")]).to.deep.equal(["VALUE_INVALID", true]);
    const unknown = await loadManifest(reader, { eventId: 99 }).catch((error) => error);
    expect(unknown.code).to.equal("EVENT_UNKNOWN");
    const future = await loadManifest(reader, { eventId: show.eventId, block: 9_999_999 }).catch((error) => error);
    expect([future.code, future.message.includes("Block 9999999.")]).to.deep.equal(["BLOCK_UNKNOWN", true]);
    const before = await loadManifest(reader, { eventId: show.eventId, block: 6 }).catch((error) => error);
    expect([before.code, before.contractError?.name]).to.deep.equal(["CALL_REVERTED", "EventNonexistent"]);
  });
});

/** Another chain since the snapshot, of the same height as the old one. */
async function replaceChain({ provider }: TestChain, goBack: () => Promise<void>, height: number): Promise<void> {
  await goBack();
  const missing = height - (await provider.getBlockNumber());
  await (provider as JsonRpcApiProvider).send("hardhat_mine", [toQuantity(missing), toQuantity(7)]);
}
