import { expect } from "chai";
import { ids } from "../../../vectors/read.ts";
import { withEach, withoutEach } from "../../test/helpers/eachField.ts";
import { batchOf, EVENT, manifestOf } from "../../test/helpers/venue.ts";
import { isDoorkeyError } from "../core/CodedError.ts";
import { packRightId } from "../core/RightId.ts";
import { manifestBatch } from "./manifestBatch.ts";
import { parseManifest } from "./parseManifest.ts";
import { rightIn } from "./rightIn.ts";

const ADDRESSES = Array.from({ length: 200 }, (_, i) => `0x${(i + 1).toString(16).padStart(40, "0")}` as const);
const right = (index: number, batch = 0) => packRightId({ eventId: EVENT.eventId, batch, index });

const headOf = ({
  agentId,
  classId,
  count,
  flags,
}: {
  agentId: number;
  classId: number;
  count: number;
  flags: number;
}) => (BigInt(agentId) << 64n) | (BigInt(classId) << 56n) | (BigInt(count) << 40n) | (BigInt(flags) << 32n);

describe("a manifest", () => {
  it("knows who holds a right at the end of a large batch", () => {
    const count = 2_000;
    const [first, second] = [ADDRESSES[1], ADDRESSES[2]] as const;
    const batch = manifestBatch({
      head: headOf({ agentId: 9, classId: 2, count, flags: 0 }),
      records: `0x${(first as string).slice(2).repeat(count)}`,
      statuses: Array.from({ length: Math.ceil(count / 128) }, (_, word) => (word === 15 ? 1n << (2n * 79n) : 0n)),
      rebound: [right(1_999)],
      holdings: [(BigInt(second as string) << 96n) | (77n << 56n) | (1n << 48n)],
    });
    const manifest = manifestOf(batch);
    expect(rightIn(manifest, right(1_999))).to.include({ holder: second, firstHolder: first, status: "rebound" });
    // 1,999 less 1,024: the right that a shorter index would mean.
    expect(rightIn(manifest, right(975))).to.include({ holder: first, status: "granted" });
    expect(rightIn(manifest, right(2_000))).to.equal(undefined);
  });

  it("has the rights that the chain returned", () => {
    const seats = ADDRESSES.map((address, i) => `${address.slice(2)}${(i + 300).toString(16).padStart(6, "0")}`);
    const batch = manifestBatch({
      head: headOf({ agentId: 9, classId: 2, count: 200, flags: 2 | 8 }),
      records: `0x${seats.join("")}`,
      statuses: [1n << 2n, (2n << 2n) | (3n << 4n)], // right 1 rebound; of the second word 129 admitted, 130 void
      rebound: [right(1, 1)],
      holdings: [(BigInt(ADDRESSES[7] as string) << 96n) | (77n << 56n) | (2n << 48n) | 1n],
    });
    const manifest = manifestOf(batchOf([ADDRESSES[3] as `0x${string}`]), batch);
    expect(rightIn(manifest, right(1, 1))).to.deep.equal({
      rightId: right(1, 1),
      holder: ADDRESSES[7],
      firstHolder: ADDRESSES[1],
      status: "rebound",
      agentId: 9,
      classId: 2,
      seat: 301,
      named: true,
      mustBeNamed: false,
      reboundAt: 77,
      rebinds: 2,
    });
    const status = (index: number) => rightIn(manifest, right(index, 1))?.status;
    expect([0, 127, 128, 129, 130, 131, 199].map(status)).to.deep.equal([
      "granted",
      "granted",
      "granted",
      "admitted",
      "void",
      "granted",
      "granted",
    ]);
    expect(rightIn(manifest, right(199, 1))).to.include({ holder: ADDRESSES[199], seat: 499, mustBeNamed: true });
    expect(rightIn(manifest, right(0))).to.include({ holder: ADDRESSES[3], seat: 0 });
  });

  it("has no right beyond its batches, or of another event", () => {
    const manifest = manifestOf(batchOf(ADDRESSES.slice(0, 2)));
    expect(rightIn(manifest, right(1))?.holder).to.equal(ADDRESSES[1]);
    expect(rightIn(manifest, right(2))).to.equal(undefined);
    expect(rightIn(manifest, right(0, 1))).to.equal(undefined);
    expect(rightIn(manifest, packRightId({ eventId: 8, batch: 0, index: 0 }))).to.equal(undefined);
  });

  it("survives JSON", () => {
    const manifest = manifestOf(batchOf(ADDRESSES.slice(0, 2)));
    expect(parseManifest(JSON.parse(JSON.stringify(manifest)))).to.deep.equal(manifest);
    expect(structuredClone(manifest)).to.deep.equal(manifest);
  });

  it("is refused, with the path of the fault, when a part of it is missing", () => {
    const batch = batchOf(ADDRESSES.slice(0, 2));
    const holding = { holder: `0x${"0a".repeat(20)}`, reboundAt: 7, rebinds: 1, named: false } as const;
    const manifest = manifestOf({ ...batch, holdings: { 1: holding } });
    expect(parseManifest(manifest)).to.equal(manifest);
    const refusal = (value: unknown) => {
      try {
        parseManifest(value);
      } catch (error) {
        return isDoorkeyError(error, "MANIFEST_MALFORMED") ? error.message : undefined;
      }
      return "it was taken";
    };
    // A class or a holding may be missing: nothing says how many there are.
    const lacking = withoutEach(manifest).filter(([path]) => !/(classes|holdings)\.\d$/.test(path));
    for (const [path, value] of [...lacking, ...withEach(manifest, null)]) {
      expect(refusal(value), path).to.contain(`${path} must be`);
    }
    const short = { ...manifest, batches: [{ ...batch, statuses: "0" }] };
    expect(refusal(short)).to.contain("batches[0] must have one record and one status for each right.");
    expect(refusal({ ...manifest, batches: [{ ...batch, statuses: "04" }] })).to.contain("batches[0].statuses must be");
    for (const value of [null, [], "{}", 7]) expect(refusal(value)).to.contain("It must be an object.");
  });

  it("may have the event's offset from UTC and the admissions, within their bounds", () => {
    const manifest = manifestOf(batchOf(ADDRESSES.slice(0, 2)));
    for (const more of [
      ...[-720, 0, 345, 540, 840].map((utcOffset) => ({ utcOffset })),
      { admissions: { 0: { at: 0 }, 1: { at: 1_900_000_000, lane: 65_535 } } },
    ]) {
      expect(parseManifest(JSON.parse(JSON.stringify({ ...manifest, ...more })))).to.include.keys(Object.keys(more));
    }
    for (const utcOffset of [-721, 841, 0.5, "540", null, Number.NaN]) {
      expect(() => parseManifest({ ...manifest, utcOffset }), String(utcOffset)).to.throw("utcOffset must be");
    }
    for (const one of [{ at: -1 }, { at: "1" }, {}, null, { at: 1, lane: 65_536 }, { at: 1, lane: -1 }]) {
      expect(() => parseManifest({ ...manifest, admissions: { 5: one } })).to.throw("admissions.5");
    }
  });

  it("refuses a head with a flag that it does not know", () => {
    const good = { records: ADDRESSES[0] as string, statuses: [0n], rebound: [], holdings: [] };
    for (const flags of [16, 32, 64, 128, 18]) {
      const head = headOf({ agentId: 1, classId: 1, count: 1, flags });
      expect(() => manifestBatch({ ...good, head }), String(flags)).to.throw(`unknown flags ${flags & ~15}`);
    }
  });

  it("reads every head of the vectors", () => {
    for (const { head, agentId, classId, count, flags } of ids().batchHeads.filter(
      ({ count, flags }) => Number(count) < 2_000 && Number(flags) < 16,
    )) {
      const seated = (Number(flags) & 2) !== 0;
      const batch = manifestBatch({
        head: BigInt(head),
        records: `0x${"00".repeat(Number(count) * (seated ? 23 : 20))}`,
        statuses: Array(Math.ceil(Number(count) / 128)).fill(0n),
        rebound: [],
        holdings: [],
      });
      expect([batch.agentId, batch.classId, batch.statuses.length]).to.deep.equal(
        [agentId, classId, count].map(Number),
      );
      expect(batch).to.include({ seated, tagged: (Number(flags) & 4) !== 0, namedClass: (Number(flags) & 8) !== 0 });
    }
  });

  it("refuses a batch whose parts do not agree", () => {
    const whole = { head: headOf({ agentId: 1, classId: 1, count: 1, flags: 0 }), records: ADDRESSES[0] as string };
    const good = { ...whole, statuses: [0n], rebound: [right(0)], holdings: [1n] };
    expect(manifestBatch(good).statuses).to.equal("0");
    for (const change of [{ records: "0x" }, { statuses: [] }, { statuses: [0n, 0n] }, { holdings: [] }]) {
      expect(() => manifestBatch({ ...good, ...change })).to.throw("do not agree on 1 rights");
    }
  });

  it("needs a batch with all its parts", () => {
    const good = {
      head: headOf({ agentId: 1, classId: 1, count: 1, flags: 0 }),
      records: ADDRESSES[0] as string,
      statuses: [0n],
      rebound: [],
      holdings: [],
    };
    const lacking = [undefined, ...withoutEach(good).map(([, batch]) => batch), { ...good, head: 1 }];
    for (const wrong of lacking as never[]) {
      expect(() => manifestBatch(wrong))
        .to.throw()
        .with.property("code", "VALUE_INVALID");
    }
  });

  it("has a name for a right that was named later, and none from a rebinding alone", () => {
    const batch = (named: bigint) =>
      manifestBatch({
        head: headOf({ agentId: 1, classId: 1, count: 129, flags: 0 }),
        records: `0x${"11".repeat(20 * 129)}`,
        statuses: [0n, 0n],
        rebound: [right(128)],
        holdings: [(0x22n << 96n) | (5n << 56n) | (255n << 48n) | named],
      });
    for (const [named, is] of [
      [0n, false],
      [1n, true],
      [255n, true],
    ] as const) {
      expect(batch(named).holdings).to.deep.equal({
        128: { holder: `0x${"22".padStart(40, "0")}`, reboundAt: 5, rebinds: 255, named: is },
      });
    }
  });
});
