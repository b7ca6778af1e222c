import { expect } from "chai";
import { RELYING_PARTY } from "../../test/helpers/softPasskey.ts";
import { batchOf, clockAt, DOORS_OPEN, EVENT, keyOf, manifestOf, passOf } from "../../test/helpers/venue.ts";
import { entryCode } from "../codes/entryCode.ts";
import { NO_CHALLENGE } from "../core/Entry.ts";
import type { Hex } from "../core/Hex.ts";
import { packRightId } from "../core/RightId.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { checkCode } from "./checkCode.ts";
import type { Manifest } from "./Manifest.ts";
import type { Policy } from "./Policy.ts";
import type { Admitted } from "./Verdict.ts";

const NOW = DOORS_OPEN + 3_600;
const LANE = 3;
const right = (index: number) => packRightId({ eventId: EVENT.eventId, batch: 0, index });

describe("a ticket that still stands before the camera", () => {
  let key: DeviceKey;
  let other: DeviceKey;
  before(async () => {
    key = await keyOf("secp256k1");
    other = await keyOf("secp256k1");
  });

  type Shown = { at?: number; index?: number; count?: number; challenge?: Hex };
  const show = async (holder: DeviceKey, { at = NOW, index = 0, count = 1, challenge }: Shown = {}) =>
    (await entryCode(holder, passOf(holder, { index, count }), { clock: clockAt(at), challenge })).text;

  const entered = (change: Partial<Admitted> = {}): Admitted => ({
    scannedAt: NOW,
    lane: LANE,
    issuedAt: NOW,
    challenge: NO_CHALLENGE,
    ...change,
  });

  type Scene = {
    manifest?: Manifest;
    admitted?: readonly (readonly [number, Admitted])[];
    now?: number;
    policy?: Policy;
  };
  /** A verdict at lane 3, where right 0 was let in at NOW. */
  const scan = (text: string, { manifest, admitted = [[0, entered()]], now = NOW + 3, policy = {} }: Scene = {}) =>
    checkCode(text, {
      manifest: manifest ?? manifestOf(batchOf([key.address, key.address])),
      admitted: new Map(admitted.map(([index, one]) => [right(index), one])),
      now,
      lane: LANE,
      policy,
    });

  it("is answered with again, whichever code its phone shows by now", async () => {
    const again = { status: "again", reason: "just-scanned", way: "in", at: NOW, lane: LANE, secondsAgo: 3 };
    expect(scan(await show(key))).to.deep.equal(again);
    expect(scan(await show(key, { at: NOW + 3 }))).to.deep.equal(again);
    expect(scan(await show(key, { at: NOW - 900 }))).to.deep.equal(again);
  });

  it("is answered so for 20 seconds, and refused from the next second on", async () => {
    for (const text of [await show(key), await show(key, { at: NOW + 15 })]) {
      expect(scan(text, { now: NOW + 20.9 })).to.include({ status: "again", secondsAgo: 20 });
      expect(scan(text, { now: NOW + 21 })).to.include({ status: "refuse", reason: "already-in", at: NOW, lane: LANE });
    }
  });

  it("is answered so for the time of the policy, which may be none", async () => {
    const text = await show(key, { at: NOW + 5 });
    const after = (seconds: number, againWithin: number) =>
      scan(text, { now: NOW + seconds, policy: { againWithin } }).reason;
    expect(after(5, 5)).to.equal("just-scanned");
    expect(after(6, 5)).to.equal("already-in");
    expect(after(0, 0)).to.equal("already-in");
    expect(after(60, 60)).to.equal("just-scanned");
    expect(after(61, 60)).to.equal("already-in");
  });

  it("is answered so when the gate's clock was set back a little meanwhile", async () => {
    expect(scan(await show(key), { now: NOW - 20 })).to.include({ status: "again", secondsAgo: 0 });
    expect(scan(await show(key), { now: NOW - 21 })).to.include({ reason: "already-in" });
  });

  it("is refused at another lane at once", async () => {
    const elsewhere = { admitted: [[0, entered({ lane: 4 })]] as const };
    for (const at of [NOW, NOW + 3]) {
      expect(scan(await show(key, { at }), elsewhere)).to.include({ reason: "already-in", lane: 4, at: NOW });
    }
  });

  it("is refused with the code of another holder", async () => {
    expect(scan(await show(other, { at: NOW + 3 }))).to.include({ reason: "bad-signature" });
    const mixed = manifestOf(batchOf([other.address, key.address]));
    // The second right is not the signer's, so its entry says nothing about the first.
    const admitted = [[0, entered({ lane: 9, scannedAt: NOW - 900 })] as const, [1, entered()] as const];
    expect(scan(await show(other, { count: 2 }), { manifest: mixed, admitted })).to.include({
      reason: "already-in",
      lane: 9,
    });
  });

  it("is answered so for a party of which any part was let in here", async () => {
    const late = [[0, entered({ lane: 9, scannedAt: NOW - 900 })] as const, [1, entered()] as const];
    for (const admitted of [late, late.toReversed(), [[0, entered()] as const, [1, entered()] as const]]) {
      expect(scan(await show(key, { count: 2, at: NOW + 3 }), { admitted })).to.include({ status: "again", at: NOW });
    }
    const oneVoid = manifestOf(batchOf([key.address, key.address], { statuses: "30" }));
    expect(scan(await show(key, { count: 2 }), { manifest: oneVoid, admitted: [[1, entered()]] })).to.include({
      status: "again",
    });
  });

  it("lets the rest of the party in", async () => {
    const verdict = scan(await show(key, { count: 2, at: NOW + 3 }));
    if (verdict.status !== "admit") throw new Error(verdict.reason);
    expect(verdict.rights).to.deep.equal([right(1)]);
    expect(verdict.passedOver).to.deep.equal([
      { rightId: right(0), reason: "already-in", at: NOW, lane: LANE, sameProof: false },
    ]);
  });

  it("is answered so for keys of each kind, and for answers to challenges", async () => {
    const challenge = "0x0102030405060708";
    for (const kind of ["secp256k1", "p256", "passkey"] as const) {
      const holder = await keyOf(kind);
      const manifest = manifestOf(batchOf([holder.address]));
      for (const demandChallenge of [false, true]) {
        const policy = { passkeys: [RELYING_PARTY], demandChallenge };
        for (const shown of [{ at: NOW + 3 }, { challenge }] as const) {
          // The gate took the challenge off its list when it was answered.
          const text = await show(holder, shown);
          expect(scan(text, { manifest, policy }).status, `${kind} ${demandChallenge}`).to.equal("again");
        }
      }
    }
  });

  it("is answered so by a gate that knows of the entry from the chain alone", async () => {
    const admittedAt = (admission: { at: number; lane?: number }) => ({
      manifest: { ...manifestOf(batchOf([key.address], { statuses: "2" })), admissions: { 0: admission } },
      admitted: [],
    });
    const text = await show(key);
    expect(scan(text, admittedAt({ at: NOW, lane: LANE }))).to.include({ status: "again" });
    expect(scan(text, admittedAt({ at: NOW - 18, lane: LANE }))).to.include({ reason: "already-in" });
    expect(scan(text, admittedAt({ at: NOW }))).to.include({ reason: "already-in" });
  });
});
