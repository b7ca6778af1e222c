import { expect } from "chai";
import { type Address, entryProofDigest, type Hex, NO_CHALLENGE, packEntry, unpackEntry } from "doorkey/code";
import { isProven } from "doorkey/event-index";
import type { ScanAnswer } from "../../src/protocol/answers.ts";
import type { UnsignedRow } from "../../src/protocol/messages.ts";
import { expectProblem } from "../helpers/expectProblem.ts";
import {
  codeOf,
  EVENT,
  newDevice,
  newScanId,
  openVenue,
  rightOf,
  showOfStrangers,
  type TestDevice,
  type Venue,
} from "../helpers/venue.ts";

const show = showOfStrangers(8, "p256");

describe("rows of gates that were alone", () => {
  let venue: Venue;
  let north: TestDevice;
  let south: TestDevice;

  beforeEach(async () => {
    venue = openVenue(show);
    [north, south] = [await newDevice(1), await newDevice(2)];
  });
  afterEach(() => venue.close());

  /** What a page that is alone writes down when it lets a right in. */
  function letIn(
    index: number,
    lane: number,
    at = venue.time,
    ago = 2,
  ): Required<Pick<UnsignedRow, "entry" | "holderSig" | "right" | "mask" | "at" | "mode">> {
    const key = show.keys[index];
    if (key === undefined) throw new Error(`no right ${index}`);
    const holder = key.address as Address;
    const proof = { rightId: rightOf(index), count: 1, holder, issuedAt: at - ago, challenge: NO_CHALLENGE };
    const word = packEntry({ ...proof, scannedAt: at, lane });
    const entry: Hex = `0x${word.toString(16).padStart(64, "0")}`;
    const holderSig = key.sign(entryProofDigest(EVENT, proof)) as Hex;
    return { entry, holderSig, right: index, mask: 1, at, mode: "alone" };
  }
  const alone = (device: TestDevice, index: number, more: Partial<UnsignedRow> & { ago?: number } = {}) => {
    const { ago, at = venue.time, ...rest } = more;
    const row = letIn(index, device.lane, at, ago);
    return device.append({ verdict: "admit", scanId: newScanId(), ...row, ...rest });
  };
  const upload = (device: TestDevice, rows = device.rows) => venue.scans.upload(device, { rows: [...rows] });
  const scan = (device: TestDevice, index: number, scanId = newScanId()): Promise<ScanAnswer> =>
    venue.scans.scan(device, { scanId, text: codeOf(show, index, venue.time), mode: "enter" });
  const statesOf = () => [...venue.scans.book.entries.values()].map(({ state }) => state);

  it("enter the book, each right once, and come again without an effect", async () => {
    await alone(north, 0);
    await alone(north, 1);
    expect(await upload(north)).to.deep.equal({ accepted: 2, apart: [], next: 3 });
    expect(await upload(north)).to.deep.equal({ accepted: 2, apart: [], next: 3 });
    expect(venue.scans.figures()).to.include({ entered: 2, evidence: 0, apart: 0 });
    expect((await scan(south, 0)).verdict).to.include({ reason: "already-in", lane: 1 });
    venue = await venue.restart();
    expect((await upload(north, north.rows.slice(1))).next).to.equal(3);
    expect(venue.scans.figures()).to.include({ entered: 2 });
  });

  it("are a retry for the scan that the hub stored and whose answer was lost", async () => {
    const { scanId } = await scan(north, 0);
    await alone(north, 0, { scanId, ago: 0 });
    await upload(north);
    expect(statesOf()).to.deep.equal(["open"]);
    expect(venue.scans.book.entries.get(scanId)?.shownAt).to.equal(venue.time);
    expect(venue.scans.figures()).to.include({ entered: 1, evidence: 0 });
  });

  it("take the place of another gate's entry whose light never appeared", async () => {
    const { scanId } = await scan(south, 0);
    const row = await alone(north, 0, { ago: 9 });
    await upload(north);
    expect(venue.scans.book.entries.get(scanId)?.state).to.equal("replaced");
    expect(venue.scans.book.holders.get(0)).to.equal(row.scanId);
    expect(venue.scans.figures()).to.include({ entered: 1, evidence: 0 });
  });

  it("of the same proof at two gates are one entry", async () => {
    await alone(north, 0);
    await alone(south, 0);
    await upload(north);
    await upload(south);
    expect(statesOf().sort()).to.deep.equal(["open", "replaced"]);
    expect(venue.scans.evidence()).to.deep.equal([]);
  });

  it("of two proofs are evidence, found once, with both holder signatures and both gates' rows", async () => {
    const second = await alone(south, 0, { at: venue.time + 40 });
    const first = await alone(north, 0);
    await upload(south);
    await upload(north);
    await upload(south);
    await upload(north);
    const [evidence, ...more] = venue.scans.evidence();
    expect(more).to.deep.equal([]);
    expect(evidence?.name).to.equal("two presentations");
    expect(evidence?.presentations.map(({ rows }) => rows)).to.deep.equal([[first], [second]]);
    for (const { entry, holder, signature } of evidence?.presentations ?? []) {
      if (entry === undefined) throw new Error("an entry is missing");
      expect(isProven(EVENT, { entry, holder: holder as Address, signature })).to.equal(true);
      expect(
        isProven(EVENT, { entry: { ...entry, issuedAt: entry.issuedAt + 1n }, holder: holder as Address, signature }),
      ).to.equal(false);
    }
    expect(statesOf()).to.deep.equal(["open", "open"]);
    // The earlier scan keeps the right, whoever uploads first.
    expect(venue.scans.book.holders.get(0)).to.equal(first.scanId);
  });

  it("that take an entry back are no entry", async () => {
    const entry = await alone(north, 0);
    await north.append({ at: venue.time + 5, verdict: "undo", scanId: newScanId(), of: entry.scanId, mode: "alone" });
    await upload(north);
    expect(statesOf()).to.deep.equal(["undone"]);
    expect(venue.scans.figures()).to.include({ entered: 0 });
  });

  describe("are kept apart and never delivered unasked", () => {
    const apart = () => venue.scans.apart().map(({ reason }) => reason);
    const nothingIn = () => expect(venue.scans.outbox.figures().waiting).to.equal(0);

    it("with a gap before them, until the missing ones come", async () => {
      for (const index of [0, 1, 2]) await alone(north, index);
      const answer = await upload(north, north.rows.slice(1));
      expect(answer).to.deep.equal({
        accepted: 0,
        apart: [
          { seq: 2, reason: "gap" },
          { seq: 3, reason: "gap" },
        ],
        next: 1,
      });
      expect(apart()).to.deep.equal(["gap", "gap"]);
      nothingIn();
      expect(venue.alarms.list().map(({ code }) => code)).to.deep.equal(["quarantine"]);
      expect(await upload(north)).to.deep.equal({ accepted: 3, apart: [], next: 4 });
      expect(venue.scans.outbox.figures().waiting).to.equal(3);
    });

    it("with a broken chain", async () => {
      const first = await alone(north, 0);
      await upload(north);
      const { sig: _, ...row } = await alone(north, 1);
      const broken = await north.sign({ ...row, prev: `0x${"00".repeat(32)}` });
      expect((await upload(north, [broken])).apart).to.deep.equal([{ seq: 2, reason: "chain" }]);
      const { sig: __, ...before } = first;
      const other = await north.sign({ ...before, scanId: newScanId() });
      expect((await upload(north, [other])).apart).to.deep.equal([{ seq: 1, reason: "chain" }]);
      expect(apart()).to.deep.equal(["chain", "chain"]);
      expect(venue.scans.outbox.figures().waiting).to.equal(1);
    });

    it("with another device's signature, or another device's name", async () => {
      const { sig: _, ...row } = await alone(north, 0);
      const forged = await south.sign(row);
      expect((await upload(north, [forged])).apart).to.deep.equal([{ seq: 1, reason: "device-signature" }]);
      expect((await upload(south, north.rows)).apart).to.deep.equal([{ seq: 1, reason: "other-device" }]);
      nothingIn();
    });

    it("from a revoked device, and dated in the future", async () => {
      await alone(north, 0);
      const answer = await venue.scans.upload({ ...north, revokedAt: venue.time - 1 }, { rows: [...north.rows] });
      expect(answer.apart).to.deep.equal([{ seq: 1, reason: "revoked" }]);
      await alone(south, 1, { at: venue.time + 61 });
      expect((await upload(south)).apart).to.deep.equal([{ seq: 1, reason: "future" }]);
      nothingIn();
    });

    it("without a proof of the holder, of another lane or time than their entry, and by hand", async () => {
      await alone(north, 0, { holderSig: letIn(1, 1).holderSig });
      await alone(north, 1, { entry: letIn(1, 5).entry });
      await alone(north, 2, { mask: 2 });
      await alone(north, 3, { at: venue.time, ago: 601 });
      await north.append({
        at: venue.time,
        verdict: "hand",
        scanId: newScanId(),
        right: 4,
        mask: 1,
        reason: "phone broken",
      });
      await alone(north, 5);
      const { apart: reasons, accepted, next } = await upload(north);
      expect(reasons.map(({ reason }) => reason)).to.deep.equal([
        "holder-signature",
        "form",
        "form",
        "form",
        "by-hand",
      ]);
      // They are the device's own rows, so those after them count.
      expect({ accepted, next }).to.deep.equal({ accepted: 1, next: 7 });
      expect(venue.scans.outbox.figures().waiting).to.equal(1);
    });

    it("under the name of a scan of theirs, with rights that its holder did not sign for", async () => {
      const { scanId } = await scan(north, 0);
      await alone(north, 0, { scanId, mask: 3, ago: 0 });
      expect((await upload(north)).apart).to.deep.equal([{ seq: 1, reason: "form" }]);
      expect(venue.scans.book.holders.has(1)).to.equal(false);
    });

    it("until the organizer asks for them, once, and never without the holder's proof", async () => {
      for (const index of [0, 1]) await alone(north, index);
      await upload(north, north.rows.slice(1));
      const [row] = venue.scans.apart();
      if (row === undefined) throw new Error("nothing is apart");
      await venue.scans.release(row.id);
      expect(venue.scans.book.holders.has(1)).to.equal(true);
      expect(venue.alarms.list()).to.deep.equal([]);
      await expectProblem(venue.scans.release(row.id), "ROW_UNKNOWN");
      await alone(south, 2, { holderSig: letIn(3, 2).holderSig });
      await upload(south);
      const bad = venue.scans.apart().find(({ reason }) => reason === "holder-signature");
      await expectProblem(venue.scans.release(bad?.id ?? 0), "ROW_UNPROVEN");
    });
  });

  it("rebuild a hub that was replaced: a new folder gets every light again", async () => {
    for (const index of [0, 1, 2]) {
      const { scanId, verdict } = await scan(north, index);
      if (!("admission" in verdict)) throw new Error("not let in");
      const { admission } = verdict;
      const entry: Hex = `0x${BigInt(admission.entry).toString(16).padStart(64, "0")}`;
      const { scannedAt: at } = unpackEntry(BigInt(admission.entry));
      await north.append({
        at,
        verdict: "admit",
        scanId,
        entry,
        holderSig: admission.signature,
        right: index,
        mask: 1,
      });
    }
    await upload(north);
    const spare = openVenue(show, { time: venue.time + 600 });
    try {
      expect(await spare.scans.upload(north, { rows: [...north.rows] })).to.deep.equal({
        accepted: 3,
        apart: [],
        next: 4,
      });
      expect([...spare.scans.book.entries.values()].map(({ serial, state }) => [serial, state])).to.deep.equal(
        [...venue.scans.book.entries.values()].map(({ serial, state }) => [serial, state]),
      );
      expect(spare.storage.hubId).not.to.equal(venue.storage.hubId);
    } finally {
      await spare.close();
    }
  });
});
