import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Connection } from "doorkey";
import { type Address, composeCode, entryProofDigest, type Hex, type Manifest, NO_CHALLENGE } from "doorkey/code";
import { loadManifest } from "doorkey/gate";
import { type HolderKey, holderKeys } from "doorkey-test-support/keys";
import { openShow, type ShowWithGates } from "doorkey-test-support/show";
import { interfaces } from "../../sdk/src/abi/contracts.ts";
import { startTestChain, type TestChain } from "../../sdk/src/testing/index.ts";
import { grant } from "../../sdk/test/helpers/acts.ts";
import { createAlarms } from "../src/alarms/Alarms.ts";
import { type Delivery, startDelivery } from "../src/delivery/startDelivery.ts";
import { createScans, type Scans } from "../src/scans/createScans.ts";
import { openStorage, type Storage } from "../src/storage/openStorage.ts";
import { newDevice, newScanId, type TestDevice } from "./helpers/venue.ts";

const UNDO = 60;

describe("delivery of a hub", () => {
  let chain: TestChain;
  let show: ShowWithGates;
  let manifest: Manifest;
  let keys: readonly HolderKey[];
  let first: bigint;
  let folder: string;
  let storage: Storage;
  let scans: Scans;
  let delivery: Delivery;
  let north: TestDevice;
  let time: number;
  const alarms = createAlarms({ now: () => time, report: () => {} });

  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  beforeEach(async () => {
    show = await openShow(chain, { transport: "relay", gates: true });
    keys = holderKeys("secp256k1", 6);
    first = await grant(
      show,
      keys.map(({ address }) => address),
    );
    await grant(
      show,
      keys.map(({ address }) => address),
    );
    await chain.clock.travelTo(show.doorsOpenAt + 600);
    manifest = await loadManifest(show.gate, { eventId: show.eventId });
    time = show.doorsOpenAt + 60;
    north = await newDevice(3);
    folder = mkdtempSync(join(tmpdir(), "doorkey-delivery-"));
    open();
  });
  afterEach(async () => {
    await delivery.stop();
    await storage.close();
    rmSync(folder, { recursive: true });
    for (const { code } of alarms.list()) alarms.clear(code);
  });

  function open(
    connection: () => Promise<Connection> = async () => show.gate,
    when: "prompt" | "after-doors" = "prompt",
    desk: Connection = show.desk,
  ): void {
    storage = openStorage({ folder, event: show.event });
    scans = createScans({
      ...{ storage, alarms, now: () => time, manifest: () => manifest, policy: () => ({}) },
      settings: { undoSeconds: UNDO, reentry: false, zones: [] },
    });
    delivery = startDelivery({
      ...{ outbox: scans.outbox, connection, desk: async () => desk, eventId: show.eventId, when, alarms },
      ...{ undoSeconds: UNDO, manifest: () => manifest, pace: { lookMs: 3_600_000 } },
    });
  }
  async function reopen(...how: Parameters<typeof open>): Promise<void> {
    await delivery.stop();
    await storage.close();
    open(...how);
  }

  /** Scans the right with this serial, and shows its light unless told otherwise. */
  async function enter(serial: number, isShown = true): Promise<string> {
    const key = keys[serial & 2_047];
    if (key === undefined) throw new Error(`no right ${serial}`);
    const rightId = (BigInt(show.eventId) << 32n) | BigInt(serial);
    const proof = { rightId, count: 1, holder: key.address as Address, issuedAt: time, challenge: NO_CHALLENGE };
    const text = composeCode(show.event, proof, key.sign(entryProofDigest(show.event, proof)) as Hex);
    const scanId = newScanId();
    const { verdict } = await scans.scan(north, { scanId, text, mode: "enter" });
    expect(verdict.status).to.equal("admit");
    if (isShown) await scans.shown(north, [scanId]);
    return scanId;
  }

  /** The rights of the event whose admission the chain logged, in its order. */
  async function admitted(
    name: "Admitted" | "AdmittedByHand" | "Contested" | "AlreadyAdmitted" | "AdmissionRefused" = "Admitted",
  ): Promise<number[]> {
    const { EntryRightRegistry: registry } = interfaces;
    const logs = await show.gate.provider.getLogs({
      fromBlock: 0,
      toBlock: "latest",
      address: show.gate.rightsRegistry,
    });
    return logs.flatMap((log) => {
      const event = registry.parseLog(log);
      if (event?.name !== name || Number(event.args.eventId) !== show.eventId) return [];
      const rightId: bigint = event.args.rightId ?? BigInt(event.args.entry) >> 192n;
      return [Number(rightId & 0xffff_ffffn)];
    });
  }

  it("holds entries for the time to undo, then delivers them sorted by batch", async () => {
    const serials = [2_048 + 3, 1, 2_048, 5, 0];
    for (const serial of serials) await enter(serial);
    time += UNDO - 1;
    await delivery.round();
    expect(await admitted()).to.deep.equal([]);
    time += 1;
    await delivery.round();
    expect(await admitted()).to.deep.equal([0, 1, 5, 2_048, 2_048 + 3]);
    expect(delivery.figures()).to.deep.equal({ waiting: 0, oldest: undefined, final: 5, refused: 0 });
    expect(await scans.outbox.calls.calls()).to.deep.equal([]);
    await delivery.round();
    expect(await admitted("AlreadyAdmitted")).to.deep.equal([]);
  });

  it("never delivers what was undone in time, and delivers it after a restart otherwise", async () => {
    const [undone, kept] = [await enter(0), await enter(1)];
    await scans.undo({ ...north, role: "supervisor" }, { scanId: undone });
    time += UNDO;
    await reopen();
    await delivery.round();
    expect(await admitted()).to.deep.equal([1]);
    expect(await scans.undo({ ...north, role: "supervisor" }, { scanId: kept })).to.include({ status: "out" });
  });

  it("delivers an entry whose light nobody confirmed only after doors close, and marks it", async () => {
    const scanId = await enter(0, false);
    time += 3_600;
    await delivery.round();
    expect(await admitted()).to.deep.equal([]);
    time = manifest.doorsCloseAt;
    await delivery.round();
    expect(await admitted()).to.deep.equal([0]);
    const row = storage.db.prepare("select outcome from entry where scan = ?").get(scanId);
    expect(JSON.parse(String(row?.outcome))).to.include({ status: "admitted", lightConfirmed: false });
  });

  it("keeps everything until doors close if it settles after doors", async () => {
    await reopen(undefined, "after-doors");
    await enter(0);
    time += 3_600;
    await delivery.round();
    expect(await admitted()).to.deep.equal([]);
    time = manifest.doorsCloseAt;
    await delivery.round();
    expect(await admitted()).to.deep.equal([0]);
  });

  it("delivers both entries that are evidence, and the chain notes the second", async () => {
    const one = await enter(0, false);
    time += 4;
    await enter(0);
    await scans.shown(north, [one]);
    expect(scans.evidence()).to.have.length(1);
    time += UNDO;
    await delivery.round();
    expect(await admitted()).to.deep.equal([0]);
    expect(await admitted("AlreadyAdmitted")).to.deep.equal([0]);
    expect(delivery.figures()).to.include({ final: 2, waiting: 0 });
  });

  it("delivers entries by hand through the desk's key, and then the holder's proof contests them", async () => {
    scans.outbox.byHandLimit = 10;
    const supervisor = { ...north, role: "supervisor" } as const;
    const hand = { id: newScanId(), whom: { right: 4 }, reason: "phone broken" };
    expect(await scans.manual(supervisor, hand)).to.include({ status: "let-in", left: 9 });
    await scans.shown(north, [hand.id]);
    time += UNDO;
    await delivery.round();
    expect(await admitted("AdmittedByHand")).to.deep.equal([4]);
    expect(scans.outbox.byHandLimit).to.equal(9);

    const key = keys[4];
    if (key === undefined) throw new Error("no key");
    const proof = {
      rightId: first + 4n,
      count: 1,
      holder: key.address as Address,
      issuedAt: time,
      challenge: NO_CHALLENGE,
    };
    const text = composeCode(show.event, proof, key.sign(entryProofDigest(show.event, proof)) as Hex);
    const scanId = newScanId();
    // The list knows by now that the right is in.
    manifest = await loadManifest(show.gate, { eventId: show.eventId });
    const asked = await scans.scan(north, { scanId, text, mode: "enter" });
    expect(asked).to.include({ byHand: true });
    expect((await scans.identity(supervisor, { scanId, decision: "let-in" })).verdict.status).to.equal("admit");
    await scans.shown(north, [scanId]);
    time += UNDO;
    await delivery.round();
    expect(await admitted("Contested")).to.deep.equal([4]);
  });

  it("pays once for entries by hand if the hub dies before it reads the outcome", async () => {
    scans.outbox.byHandLimit = 10;
    const supervisor = { ...north, role: "supervisor" } as const;
    for (const right of [1, 4]) {
      const id = newScanId();
      await scans.manual(supervisor, { id, whom: { right }, reason: "phone broken" });
      await scans.shown(north, [id]);
    }
    time += UNDO;
    const { relay } = show.desk;
    if (relay === undefined) throw new Error("the show has no relay");
    // The disk as a process leaves it that is killed after the relay took its call.
    const left = mkdtempSync(join(tmpdir(), "doorkey-killed-"));
    const submit: typeof relay.submit = async (requests) => {
      const results = await relay.submit(requests);
      cpSync(folder, left, { recursive: true });
      return results;
    };
    await reopen(undefined, "prompt", { ...show.desk, relay: { ...relay, submit } });
    await delivery.round();
    expect(await admitted("AdmittedByHand")).to.deep.equal([1, 4]);
    await delivery.stop();
    await storage.close();
    rmSync(folder, { recursive: true });
    folder = left;
    open();
    expect(delivery.figures()).to.include({ waiting: 2, final: 0 });
    expect(await scans.outbox.callsByHand.calls()).to.have.length(1);
    await delivery.round();
    expect(await admitted("AdmittedByHand")).to.deep.equal([1, 4]);
    expect(await admitted("AdmissionRefused")).to.deep.equal([]);
    expect(delivery.figures()).to.include({ waiting: 0, final: 2, refused: 0 });
    expect(await scans.outbox.callsByHand.calls()).to.deep.equal([]);
  });

  it("keeps what the chain does not take, says so, and delivers it when the chain is back", async () => {
    let isAway = true;
    await reopen(async () => {
      if (isAway) throw new Error("The node answers nonsense.");
      return show.gate;
    });
    await enter(0);
    await enter(1);
    time += UNDO + 120;
    await delivery.round();
    const [alarm] = alarms.list();
    expect(alarm).to.include({ code: "settling" });
    expect(alarm?.sentence).to.match(
      /^2 entries wait for the chain, the oldest for 3 minutes\..*The node answers nonsense\.$/,
    );
    isAway = false;
    await delivery.round();
    expect(alarms.list()).to.deep.equal([]);
    expect(await admitted()).to.deep.equal([0, 1]);
  });

  it("keeps an entry that the chain refuses, with an alarm", async () => {
    await enter(0);
    storage.db.exec("update entry set signature = zeroblob(66)");
    time += UNDO;
    await delivery.round();
    expect(delivery.figures()).to.include({ final: 0, refused: 1, waiting: 0 });
    expect(alarms.list().map(({ code }) => code)).to.deep.equal(["refused-entries"]);
    expect(await admitted()).to.deep.equal([]);
  });
});
