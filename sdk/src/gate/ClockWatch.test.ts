import { expect } from "chai";
import { entryCode } from "../codes/entryCode.ts";
import { packRightId } from "../core/RightId.ts";
import { createDeviceKey } from "../device/createDeviceKey.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { memoryKeys } from "../keys/memoryKeys.ts";
import type { Pass } from "../pass/Pass.ts";
import type { ClockFault } from "../verdicts/gateClock.ts";
import type { Manifest } from "../verdicts/Manifest.ts";
import type { Verdict } from "../verdicts/Verdict.ts";
import { ClockWatch } from "./ClockWatch.ts";
import { Lane } from "./Lane.ts";

const EVENT = { chainId: 1, rightsRegistry: "0x00000000000000000000000000000000D00Dcafe", eventId: 7 } as const;
const DOORS = 1_900_000_000;
const NOW = DOORS + 600;
const GUESTS = 40;

describe("a gate whose clock is wrong", () => {
  let key: DeviceKey;
  let manifest: Manifest;
  before(async () => {
    key = await createDeviceKey({ kind: "secp256k1", event: EVENT, store: memoryKeys() });
    manifest = {
      ...EVENT,
      block: { number: 1, hash: `0x${"ab".repeat(32)}` },
      takenAt: NOW,
      doorsOpenAt: DOORS - 86_400,
      doorsCloseAt: DOORS + 86_400,
      cancelled: false,
      classes: { 1: { name: "standing" } },
      batches: [
        {
          agentId: 1,
          classId: 1,
          seated: false,
          tagged: false,
          namedClass: false,
          records: `0x${key.address.slice(2).toLowerCase().repeat(GUESTS)}`,
          statuses: "0".repeat(GUESTS),
          holdings: {},
        },
      ],
    };
  });

  /** A lane whose clock is `ahead` of the true time, and what it reported. */
  async function open(ahead: number, headAt: number | undefined, takenAt = NOW) {
    const reported: ClockFault[] = [];
    const clock = new ClockWatch((fault) => reported.push(fault));
    const compare = (now = NOW + ahead, head = headAt) => clock.compare({ now, headAt: head, manifest: { takenAt } });
    compare();
    const lane = await Lane.open({ lane: 1, policy: {}, clock, manifest });
    /** The verdict on the guest's phone, whose clock is `phoneAhead`. */
    const scan = async (index: number, { at = NOW, phoneAhead = 0 } = {}): Promise<Verdict> => {
      const rightId = String(packRightId({ eventId: 7, batch: 0, index }));
      const pass: Pass = {
        ...{ v: 1, ...EVENT, rightId, count: 1, className: "standing", seats: [], holder: key.address },
        event: { name: "A night", startsAt: "2030-03-17T19:00:00+09:00", url: "https://zepp.example/7" },
        seller: { agentId: 1, name: "Shop" },
      };
      const { text } = await entryCode(key, pass, { clock: { now: () => at - 5 + phoneAhead } });
      return lane.scan(text, at + ahead);
    };
    return { reported, scan, compare };
  }

  for (const ahead of [3_600, -3_600, 300, -300]) {
    it(`of ${ahead} s warns at the start, and at each renewal, and blames no phone`, async () => {
      const { reported, scan, compare } = await open(ahead, NOW - 4);
      expect(reported).to.deep.equal([{ shownBy: "chain", secondsAhead: ahead + 4 }]);
      for (let i = 0; i < 12; i++) expect(await scan(i)).to.include({ reason: "gate-clock-wrong" });
      expect(reported, "once for all guests").to.have.length(1);
      compare();
      expect(reported).to.have.length(2);
      expect(Math.sign(reported[1]?.secondsAhead ?? 0)).to.equal(Math.sign(ahead));
    });

    it(`of ${ahead} s warns during the night without a chain, once five phones agree`, async () => {
      const { reported, scan } = await open(ahead, undefined, 0);
      const told: string[] = [];
      for (let i = 0; i < 6; i++) told.push((await scan(i)).reason);
      const blamed = ahead > 0 ? "code-expired" : "clock-wrong";
      expect(told).to.deep.equal([...Array(4).fill(blamed), "gate-clock-wrong", "gate-clock-wrong"]);
      expect(reported).to.deep.equal([{ shownBy: "codes", secondsAhead: ahead }]);
    });
  }

  it("is not suspected for one phone that is wrong", async () => {
    const { reported, scan } = await open(0, NOW - 4);
    for (let i = 0; i < 6; i++) expect((await scan(i)).status).to.equal("admit");
    expect(await scan(6, { phoneAhead: 900 })).to.include({ reason: "clock-wrong" });
    expect(await scan(7, { phoneAhead: -900 })).to.include({ reason: "code-expired" });
    for (let i = 0; i < 20; i++) await scan(7, { at: NOW + 20 * i, phoneAhead: -900 });
    expect(reported, "the same phone again and again").to.deep.equal([]);
  });

  it("is not suspected an hour after it was compared, because the chain has grown since", async () => {
    const { reported, scan } = await open(0, NOW - 4);
    expect((await scan(0, { at: NOW + 3_600 })).status).to.equal("admit");
    expect(reported).to.deep.equal([]);
  });

  it("is known to be slow if the block of its manifest is in its future, without a chain", async () => {
    const { reported } = await open(-3_600, undefined);
    expect(reported).to.deep.equal([{ shownBy: "manifest", secondsAhead: -3_600 }]);
  });

  it("warns again once its fault turns around", async () => {
    const { reported, scan } = await open(0, undefined, 0);
    for (let i = 0; i < 5; i++) await scan(i, { phoneAhead: -300 });
    for (let i = 0; i < 5; i++) await scan(i, { at: NOW + 60, phoneAhead: 300 });
    const [fast, slow] = reported.map(({ secondsAhead }) => Math.sign(secondsAhead));
    expect([fast, slow, reported.length]).to.deep.equal([1, -1, 2]);
  });

  it("is judged by the phones of the latest 25 rights", async () => {
    const { reported, scan } = await open(0, undefined, 0);
    for (let i = 0; i < 25; i++) await scan(i);
    for (let i = 25; i < 37; i++) await scan(i, { phoneAhead: -300 });
    expect(reported, "12 of 25 are late").to.deep.equal([]);
    await scan(37, { phoneAhead: -300 });
    expect(reported, "13 of 25 are late").to.deep.equal([{ shownBy: "codes", secondsAhead: 300 }]);
  });

  it("is judged by the time at which a right was last shown", async () => {
    const { scan } = await open(0, undefined, 0);
    const late = { phoneAhead: -300 };
    await scan(0, late);
    for (let i = 1; i < 13; i++) await scan(i);
    for (let i = 13; i < 25; i++) await scan(i, late);
    // Right 0 is among the latest 25 again. Right 1 leaves them, and 13 of 25 stay late.
    await scan(0, { ...late, at: NOW + 60 });
    await scan(25, { at: NOW + 60 });
    expect(await scan(13, { ...late, at: NOW + 60 })).to.include({ reason: "gate-clock-wrong" });
  });

  it("is not suspected for a chain that stands still, once phones show the time", async () => {
    const { reported, scan } = await open(0, NOW - 3_600);
    expect(reported).to.deep.equal([{ shownBy: "chain", secondsAhead: 3_600 }]);
    for (let i = 0; i < 6; i++) expect((await scan(i)).status).to.equal("admit");
    expect(await scan(6, { phoneAhead: -3_600 })).to.include({ reason: "code-expired", secondsOld: 3_605 });
    expect(reported).to.have.length(1);
  });
});
