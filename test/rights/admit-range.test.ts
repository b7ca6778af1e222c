import { expect } from "chai";
import { REFUSAL, STATUS } from "doorkey-test-support/contracts";
import { type HolderKey, holderKey, holderKeys } from "doorkey-test-support/keys";
import { packEntry } from "doorkey-test-support/statements";
import { concat, toBeHex, ZeroHash } from "ethers";
import { network } from "hardhat";
import {
  addresses,
  CLASS,
  delivery,
  grant,
  grantees,
  type Log,
  logsOf,
  openStage,
  type Scan,
  type Stage,
  sendAdmit,
  statusesOf,
} from "../helpers/stage.ts";

const { ethers, networkHelpers } = await network.create();
const ann = holderKey("secp256k1", "ann");
const bob = holderKey("p256", "bob");
const HEAD_MASK = 0xffffffffn;

async function fixture(): Promise<Stage> {
  return openStage(ethers);
}

/** Opens doors after the grants of a test. */
async function openDoors(stage: Stage): Promise<number> {
  await networkHelpers.time.increaseTo(stage.schedule.doorsOpenAt);
  return stage.schedule.doorsOpenAt;
}

const gateLog = ({ eventId, roles }: Stage, name: string, ...args: unknown[]): Log => [
  name,
  eventId,
  roles.gate.address,
  ...args,
];
const refused = (stage: Stage, rightId: bigint, why: bigint) => gateLog(stage, "AdmissionRefused", rightId, why);
const admitting = (stage: Stage, ...scans: Scan[]) => logsOf(stage.rights, sendAdmit(stage, scans));

/** Holders, some of them with a key: `[index, key]`. */
function holdersWith(count: number, ...keys: readonly (readonly [number, HolderKey])[]): (string | HolderKey)[] {
  const holders: (string | HolderKey)[] = addresses(count);
  for (const [index, key] of keys) holders[index] = key;
  return holders;
}

describe("admit, with a range", () => {
  for (let count = 1; count <= 8; count++) {
    it(`admits ${count} rights of one holder with one proof`, async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const first = await grant(stage, grantees(Array(count).fill(ann)));
      const scan = { key: ann, rightId: first, count, issuedAt: await openDoors(stage) };
      expect(await admitting(stage, scan)).to.deep.equal([gateLog(stage, "Admitted", packEntry(scan))]);
      expect(await statusesOf(stage, first, count)).to.deep.equal(Array(count).fill(STATUS.admitted));
    });
  }

  for (const count of [0, 9, 255]) {
    it(`refuses a range of ${count}`, async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const first = await grant(stage, grantees(Array(10).fill(ann)));
      const scan = { key: ann, rightId: first, count, issuedAt: await openDoors(stage) };
      expect(await admitting(stage, scan)).to.deep.equal([refused(stage, first, REFUSAL.countInvalid)]);
      expect(await statusesOf(stage, first, 10)).to.deep.equal(Array(10).fill(STATUS.granted));
    });
  }

  it("admits the rights within its batch, and refuses each of the rest", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const first = await grant(stage, grantees(Array(3).fill(ann)));
    const after = await grant(stage, grantees(Array(3).fill(ann)));
    const scan = { key: ann, rightId: first + 1n, count: 4, issuedAt: await openDoors(stage) };
    expect(await admitting(stage, scan)).to.deep.equal([
      refused(stage, first + 3n, REFUSAL.rightNonexistent),
      refused(stage, first + 4n, REFUSAL.rightNonexistent),
      gateLog(stage, "AdmittedInPart", packEntry(scan), 0b0011n),
    ]);
    expect(await statusesOf(stage, first, 3)).to.deep.equal([STATUS.granted, STATUS.admitted, STATUS.admitted]);
    expect(await statusesOf(stage, after, 3), "the next batch").to.deep.equal(Array(3).fill(STATUS.granted));
  });

  it("stays in its batch at the greatest index", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const holders = holdersWith(1_228, [1_227, ann]);
    const first = await grant(stage, grantees(holders));
    const issuedAt = await openDoors(stage);
    const scan = { key: ann, rightId: first + 1_227n, count: 8, issuedAt };
    const logs = await admitting(stage, scan);
    expect(logs.at(-1)).to.deep.equal(gateLog(stage, "AdmittedInPart", packEntry(scan), 1n));
    expect(logs.slice(0, -1)).to.deep.equal(
      Array.from({ length: 7 }, (_, i) => refused(stage, first + BigInt(1_228 + i), REFUSAL.rightNonexistent)),
    );
  });

  it("admits only the rights of the holder that signed", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const first = await grant(stage, grantees([ann, bob, ann, bob, ann]));
    const issuedAt = await openDoors(stage);
    const scan = { key: ann, rightId: first, count: 5, issuedAt };
    expect(await admitting(stage, scan)).to.deep.equal([
      refused(stage, first + 1n, REFUSAL.wrongHolder),
      refused(stage, first + 3n, REFUSAL.wrongHolder),
      gateLog(stage, "AdmittedInPart", packEntry(scan), 0b10101n),
    ]);
    const { admitted, granted } = STATUS;
    expect(await statusesOf(stage, first, 5)).to.deep.equal([admitted, granted, admitted, granted, admitted]);
  });

  it("requires the signature of the first right's holder, not of another one in the range", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const first = await grant(stage, grantees([ann, bob]));
    const issuedAt = await openDoors(stage);
    expect(await admitting(stage, { key: bob, rightId: first, count: 2, issuedAt })).to.deep.equal([
      refused(stage, first, REFUSAL.badSignature),
    ]);
  });

  it("judges each right alone: rebound, rebound back, void, admitted", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const { rights, roles } = stage;
    const first = await grant(stage, grantees(Array(6).fill(ann)));
    const asOrganizer = rights.connect(roles.organizer);
    await asOrganizer.rebind(first + 1n, bob.address, "0x");
    await asOrganizer.rebind(first + 2n, bob.address, "0x");
    await asOrganizer.rebind(first + 2n, ann.address, "0x");
    const reboundBackAt = BigInt(await networkHelpers.time.latest());
    await asOrganizer.revoke([first + 3n], ZeroHash);
    const doors = await openDoors(stage);
    const lone = { key: ann, rightId: first + 4n, issuedAt: doors };
    await admitting(stage, lone);

    // Signed before right 2 was rebound back, so it counts only for the others.
    const challenge = "0x00000000000000aa";
    const early = { key: ann, rightId: first, count: 6, issuedAt: reboundBackAt - 1n, scannedAt: doors, challenge };
    expect(await admitting(stage, early)).to.deep.equal([
      refused(stage, first + 1n, REFUSAL.wrongHolder),
      refused(stage, first + 2n, REFUSAL.signedBeforeRebind),
      refused(stage, first + 3n, REFUSAL.rightVoid),
      gateLog(stage, "AlreadyAdmitted", first + 4n, packEntry(early)),
      gateLog(stage, "AdmittedInPart", packEntry(early), 0b100001n),
    ]);
    const late = { ...early, issuedAt: reboundBackAt };
    expect((await admitting(stage, late)).at(-1)).to.deep.equal(
      gateLog(stage, "AdmittedInPart", packEntry(late), 0b000100n),
    );
    const { admitted, rebound } = STATUS;
    expect(await statusesOf(stage, first, 6)).to.deep.equal([
      admitted,
      rebound,
      admitted,
      STATUS.void,
      admitted,
      admitted,
    ]);
  });

  it("logs no admission if nothing was admitted", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const { rights, roles } = stage;
    const first = await grant(stage, grantees([ann, ann]));
    await rights.connect(roles.organizer).revoke([first, first + 1n], ZeroHash);
    const issuedAt = await openDoors(stage);
    expect(await admitting(stage, { key: ann, rightId: first, count: 2, issuedAt })).to.deep.equal([
      refused(stage, first, REFUSAL.rightVoid),
      refused(stage, first + 1n, REFUSAL.rightVoid),
    ]);
  });

  it("lets a party arrive in parts, and then show its whole code", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const first = await grant(stage, grantees(Array(4).fill(ann), 10), { classId: CLASS.seated });
    const issuedAt = await openDoors(stage);
    const two = { key: ann, rightId: first + 1n, count: 2, issuedAt };
    const all = { key: ann, rightId: first, count: 4, issuedAt };
    expect(await admitting(stage, two)).to.deep.equal([gateLog(stage, "Admitted", packEntry(two))]);
    expect(await admitting(stage, all)).to.deep.equal([
      gateLog(stage, "AlreadyAdmitted", first + 1n, packEntry(all)),
      gateLog(stage, "AlreadyAdmitted", first + 2n, packEntry(all)),
      gateLog(stage, "AdmittedInPart", packEntry(all), 0b1001n),
    ]);
    const { head } = await stage.rights.batchOf(stage.eventId, 0);
    expect(head & HEAD_MASK, "first seat and four admitted").to.equal((10n << 8n) | 0b10101010n);
  });

  for (const [count, index, length] of [
    [140, 124, 8],
    [140, 127, 2],
    [140, 120, 8],
    [140, 128, 8],
    [300, 252, 8],
    [17, 9, 8],
    [16, 8, 8],
  ] as const) {
    it(`admits ${length} rights from ${index} of ${count}, across status words or up to their end`, async () => {
      const stage = await networkHelpers.loadFixture(fixture);
      const mine = Array.from({ length }, (_, i) => [index + i, ann] as const);
      const first = await grant(stage, grantees(holdersWith(count, ...mine)));
      const issuedAt = await openDoors(stage);
      const scan = { key: ann, rightId: first + BigInt(index), count: length, issuedAt };
      expect(await admitting(stage, scan)).to.deep.equal([gateLog(stage, "Admitted", packEntry(scan))]);
      const statuses = await statusesOf(stage, first, count);
      const expected = (i: number) => (i >= index && i < index + length ? STATUS.admitted : STATUS.granted);
      expect(statuses).to.deep.equal(statuses.map((_, i) => expected(i)));
    });
  }
});

describe("admit, with many entries", () => {
  it("keeps its changes when it returns to a batch, with statuses in heads and in words", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const party = await grant(stage, grantees([ann, ann, ann, ann]));
    const small = await grant(stage, grantees(holdersWith(16, [0, ann], [15, bob])));
    const large = await grant(stage, grantees(holdersWith(300, [0, ann], [127, bob], [128, ann], [299, bob])));
    const other = await grant(stage, grantees(holdersWith(17, [16, ann])));
    const issuedAt = await openDoors(stage);
    const scan = (key: HolderKey, rightId: bigint): Scan => ({ key, rightId, issuedAt });
    const scans = [
      scan(ann, party),
      scan(ann, large),
      scan(ann, party + 1n),
      scan(ann, small),
      scan(bob, large + 127n),
      scan(ann, large + 128n),
      scan(ann, other + 16n),
      scan(bob, small + 15n),
      scan(bob, large + 299n),
      scan(ann, party + 3n),
    ];
    // And each again, which shows that its admission is known.
    const logs = await admitting(stage, ...scans, ...scans);
    expect(logs).to.deep.equal([
      ...scans.map((each) => gateLog(stage, "Admitted", packEntry(each))),
      ...scans.map((each) => gateLog(stage, "AlreadyAdmitted", each.rightId, packEntry(each))),
    ]);
    for (const [first, count] of [
      [party, 4],
      [small, 16],
      [large, 300],
      [other, 17],
    ] as const) {
      const statuses = await statusesOf(stage, first, count);
      expect(statuses).to.deep.equal(
        statuses.map((_, i) =>
          scans.some(({ rightId }) => rightId === first + BigInt(i)) ? STATUS.admitted : STATUS.granted,
        ),
      );
    }
  });

  it("admits a hundred entries of which five are bad and one comes twice", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    const keys = holderKeys("secp256k1", 100);
    const first = await grant(stage, grantees(keys));
    await stage.rights.connect(stage.roles.organizer).revoke([first + 10n], ZeroHash);
    const issuedAt = await openDoors(stage);
    const scans: Scan[] = keys.map((key, i) => ({ key, rightId: first + BigInt(i), issuedAt }));
    scans[20] = { ...(scans[20] as Scan), key: keys[21] as HolderKey };
    scans[30] = { ...(scans[30] as Scan), issuedAt: issuedAt + 5_000, scannedAt: issuedAt };
    scans[40] = { ...(scans[40] as Scan), rightId: first + 100n };
    scans[50] = { ...(scans[50] as Scan), count: 0 };
    scans[60] = scans[59] as Scan;
    const bad = new Map([
      [10, refused(stage, first + 10n, REFUSAL.rightVoid)],
      [20, refused(stage, first + 20n, REFUSAL.badSignature)],
      [30, refused(stage, first + 30n, REFUSAL.clockApart)],
      [40, refused(stage, first + 100n, REFUSAL.rightNonexistent)],
      [50, refused(stage, first + 50n, REFUSAL.countInvalid)],
      [60, gateLog(stage, "AlreadyAdmitted", first + 59n, packEntry(scans[59] as Scan))],
    ]);
    expect(await admitting(stage, ...scans)).to.deep.equal(
      scans.map((scan, i) => bad.get(i) ?? gateLog(stage, "Admitted", packEntry(scan))),
    );
    const statuses = await statusesOf(stage, first, 100);
    expect(statuses.filter((status) => status === STATUS.admitted)).to.have.length(94);
  });

  it("does nothing without entries", async () => {
    const stage = await networkHelpers.loadFixture(fixture);
    await openDoors(stage);
    expect(await admitting(stage)).to.deep.equal([]);
  });
});

describe("admit, with signatures that do not match the entries", () => {
  async function deliveryFixture() {
    const stage = await openStage(ethers);
    const first = await grant(stage, grantees([ann, bob]));
    const issuedAt = await openDoors(stage);
    const { entries, signatures } = delivery(stage, [
      { key: ann, rightId: first, issuedAt },
      { key: bob, rightId: first + 1n, issuedAt },
    ]);
    return { stage, first, entries, signatures };
  }

  /** Number of bytes of ann's signature with its length. */
  const FIRST = 2 + 66;

  for (const [what, change, index] of [
    ["no signatures at all", () => "0x", 0],
    ["half a length", () => "0x00", 0],
    ["a length and no bytes after it", () => "0x0042", 0],
    ["the first cut short", (all: string) => all.slice(0, 2 + 2 * (FIRST - 1)), 0],
    ["the first only", (all: string) => all.slice(0, 2 + 2 * FIRST), 1],
    ["the first and one byte", (all: string) => all.slice(0, 2 + 2 * (FIRST + 1)), 1],
    ["the last cut short", (all: string) => all.slice(0, -2), 1],
    ["a byte left over", (all: string) => `${all}00`, 2],
    ["a third signature", (all: string) => `${all}0000`, 2],
    ["a first length beyond the end", (all: string) => `0xffff${all.slice(6)}`, 0],
  ] as const) {
    it(`reverts as a whole for ${what}`, async () => {
      const { stage, first, entries, signatures } = await networkHelpers.loadFixture(deliveryFixture);
      const { rights, roles, eventId } = stage;
      await expect(rights.connect(roles.gate).admit(eventId, entries, change(signatures)))
        .to.be.revertedWithCustomError(rights, "SignaturesMalformed")
        .withArgs(index);
      expect(await statusesOf(stage, first, 2)).to.deep.equal([STATUS.granted, STATUS.granted]);
    });
  }

  it("reverts for signatures without entries", async () => {
    const { stage, signatures } = await networkHelpers.loadFixture(deliveryFixture);
    await expect(stage.rights.connect(stage.roles.gate).admit(stage.eventId, [], signatures))
      .to.be.revertedWithCustomError(stage.rights, "SignaturesMalformed")
      .withArgs(0);
  });

  it("takes wrong lengths for bad signatures if the total still fits", async () => {
    const { stage, first, entries, signatures } = await networkHelpers.loadFixture(deliveryFixture);
    const { rights, roles, eventId } = stage;
    // No bytes for the first entry, all bytes for the last.
    const body = signatures.slice(6);
    const swallowed = concat(["0x0000", toBeHex((signatures.length - 2) / 2 - 2, 2), `0x${body}`]);
    expect(await logsOf(rights, rights.connect(roles.gate).admit(eventId, entries, swallowed))).to.deep.equal([
      refused(stage, first, REFUSAL.badSignature),
      refused(stage, first + 1n, REFUSAL.badSignature),
    ]);
  });
});
