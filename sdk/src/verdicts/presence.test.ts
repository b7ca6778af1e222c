import { expect } from "chai";
import {
  batchOf,
  clockAt,
  DOORS_CLOSE,
  DOORS_OPEN,
  EVENT,
  keyOf,
  manifestOf,
  passOf,
} from "../../test/helpers/venue.ts";
import { entryCode } from "../codes/entryCode.ts";
import { NO_CHALLENGE, unpackEntry } from "../core/Entry.ts";
import type { Hex } from "../core/Hex.ts";
import { packRightId } from "../core/RightId.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { entryProofDigest } from "../statements/entryProof.ts";
import { isSignedBy } from "../statements/holderSignature.ts";
import { checkCode } from "./checkCode.ts";
import type { Manifest } from "./Manifest.ts";
import type { Policy } from "./Policy.ts";
import type { Presence } from "./Presence.ts";
import type { Admitted } from "./Verdict.ts";

const NOW = DOORS_OPEN + 7_200;
const ENTERED = NOW - 3_600;
const LEFT = NOW - 600;
const right = (index: number) => packRightId({ eventId: EVENT.eventId, batch: 0, index });

describe("people who go out and come back", () => {
  let key: DeviceKey;
  before(async () => {
    key = await keyOf("secp256k1");
  });

  type Shown = { at?: number; index?: number; count?: number; challenge?: Hex };
  const show = async ({ at = NOW, index = 0, count = 1, challenge }: Shown = {}) =>
    (await entryCode(key, passOf(key, { index, count }), { clock: clockAt(at), challenge })).text;

  const entry: Admitted = { scannedAt: ENTERED, lane: 1, issuedAt: ENTERED - 2, challenge: NO_CHALLENGE };
  const presence = (where: Presence["where"], change: Partial<Presence> = {}): Presence => ({
    where,
    at: LEFT,
    lane: 2,
    issuedAt: LEFT - 2,
    challenge: NO_CHALLENGE,
    ...change,
  });

  type Scene = {
    way?: "in" | "out";
    admitted?: readonly number[];
    moved?: readonly (readonly [number, Presence])[];
    manifest?: Manifest;
    now?: number;
    lane?: number;
    policy?: Policy;
  };
  const scan = (
    text: string,
    { way = "in", admitted = [0], moved = [], manifest, now = NOW, lane = 5, policy = {} }: Scene = {},
  ) =>
    checkCode(text, {
      manifest: manifest ?? manifestOf(batchOf(Array(4).fill(key.address))),
      admitted: new Map(admitted.map((index) => [right(index), entry])),
      now,
      lane,
      policy,
      presence: { way, get: (id) => new Map(moved.map(([index, one]) => [right(index), one])).get(id) },
    });

  describe("at an exit", () => {
    it("leave with a fresh code, which the verdict keeps for the log", async () => {
      const verdict = scan(await show(), { way: "out" });
      if (verdict.status !== "leave") throw new Error(verdict.reason);
      expect(verdict.rights).to.deep.equal([right(0)]);
      const shown = unpackEntry(verdict.shown.entry);
      expect(shown).to.include({ rightId: right(0), scannedAt: NOW, lane: 5 });
      const digest = entryProofDigest(EVENT, { ...shown, holder: key.address });
      expect(isSignedBy(digest, verdict.shown.signature, key.address)).to.equal(true);
    });

    it("leave if only the chain knows that they are in", async () => {
      const manifest = manifestOf(batchOf([key.address], { statuses: "2" }));
      expect(scan(await show(), { way: "out", manifest, admitted: [] }).status).to.equal("leave");
    });

    it("leave after doors close, and never before they open", async () => {
      expect(scan(await show({ at: DOORS_CLOSE }), { way: "out", now: DOORS_CLOSE }).status).to.equal("leave");
      const early = DOORS_OPEN - 1;
      expect(scan(await show({ at: early }), { way: "out", now: early })).to.include({ reason: "doors-not-open" });
      expect(scan(await show({ at: DOORS_CLOSE }), { now: DOORS_CLOSE })).to.include({ reason: "doors-closed" });
    });

    it("stay if they never came in, or went out before", async () => {
      expect(scan(await show(), { way: "out", admitted: [] })).to.include({ status: "refuse", reason: "not-in" });
      const out = { way: "out", moved: [[0, presence("out")]] } as const;
      expect(scan(await show(), out)).to.include({ reason: "already-out", at: LEFT, lane: 2 });
      // An entry that staff took back is none, whatever is left of its presence.
      expect(scan(await show(), { ...out, admitted: [] })).to.include({ reason: "not-in" });
    });

    it("do not leave on an old code, or on the one of their entry", async () => {
      const old = scan(await show({ at: NOW - 46 }), { way: "out" });
      expect(old).to.include({ reason: "code-expired", secondsOld: 46 });
      const now = ENTERED + 30;
      expect(scan(await show({ at: entry.issuedAt }), { way: "out", now })).to.include({ reason: "code-used" });
      expect(scan(await show({ at: entry.issuedAt + 1 }), { way: "out", now }).status).to.equal("leave");
    });

    it("are answered with again while they stand there, and refused later", async () => {
      const moved = [[0, presence("out", { at: NOW - 20, lane: 5 })]] as const;
      expect(scan(await show(), { way: "out", moved })).to.deep.equal({
        status: "again",
        reason: "just-scanned",
        way: "out",
        at: NOW - 20,
        lane: 5,
        secondsAgo: 20,
      });
      expect(scan(await show(), { way: "out", moved, now: NOW + 1 })).to.include({ reason: "already-out" });
      expect(scan(await show(), { way: "out", moved, lane: 6 })).to.include({ reason: "already-out" });
      expect(scan(await show(), { way: "out", moved, policy: { againWithin: 0 } })).to.include({
        reason: "already-out",
      });
    });
  });

  describe("at an entry", () => {
    const moved = [[0, presence("out")]] as const;

    it("come back with a fresh code", async () => {
      const verdict = scan(await show(), { moved });
      if (verdict.status !== "reenter") throw new Error(verdict.reason);
      expect(verdict.rights).to.deep.equal([right(0)]);
      expect(verdict).not.to.have.property("admission");
    });

    it("do not come back with a picture of any code from before they went out", async () => {
      // A gate with a wide window, so that only the code of the exit is between the picture and the door.
      const policy = { window: { past: 600, ahead: 15 } };
      const [now, back] = [LEFT + 60, { moved, policy }];
      expect(scan(await show({ at: LEFT - 2 }), { ...back, now })).to.include({ reason: "code-used" });
      expect(scan(await show({ at: LEFT - 3 }), { ...back, now })).to.include({ reason: "code-used" });
      expect(scan(await show({ at: LEFT - 1 }), { ...back, now }).status).to.equal("reenter");
      // A later picture is too old.
      expect(scan(await show({ at: NOW - 46 }), { moved })).to.include({ reason: "code-expired", secondsOld: 46 });
      expect(scan(await show({ at: NOW - 45 }), { moved }).status).to.equal("reenter");
    });

    it("do not come back on the code of a phone with a fast clock that they left with", async () => {
      const fast = presence("out", { at: NOW - 5, issuedAt: NOW + 8 });
      expect(scan(await show({ at: NOW + 8 }), { moved: [[0, fast]] })).to.include({ reason: "code-used" });
    });

    it("do not come back without an answer where the gate demands one", async () => {
      const challenge = "0x0102030405060708";
      const policy = { demandChallenge: true, challenges: [{ value: challenge, expiresAt: NOW }] } as const;
      expect(scan(await show(), { moved, policy })).to.include({ reason: "challenge-missing" });
      expect(scan(await show({ challenge }), { moved, policy }).status).to.equal("reenter");
      // The answer proves that it is fresh, also after the phone's clock was set back.
      expect(scan(await show({ challenge, at: LEFT - 900 }), { moved, policy }).status).to.equal("reenter");
      const answered = [[0, presence("out", { challenge, issuedAt: NOW })]] as const;
      expect(scan(await show({ challenge }), { moved: answered, policy })).to.include({ reason: "code-used" });
    });

    it("stay out if the venue lets them in once", async () => {
      const final = [[0, presence("out", { mayReenter: false })]] as const;
      expect(scan(await show(), { moved: final })).to.include({ reason: "no-reentry", at: LEFT, lane: 2 });
      // Neither where they went out a moment ago.
      const here = [[0, presence("out", { mayReenter: false, at: NOW - 8, lane: 5 })]] as const;
      expect(scan(await show(), { moved: here })).to.include({ reason: "no-reentry", at: NOW - 8, lane: 5 });
    });

    it("are in again afterwards, where and when they came back", async () => {
      const back = [[0, presence("in", { at: NOW - 30, lane: 4, issuedAt: NOW - 32 })]] as const;
      expect(scan(await show(), { moved: back })).to.deep.equal({
        status: "refuse",
        reason: "already-in",
        at: NOW - 30,
        lane: 4,
        sameProof: false,
      });
      const here = [[0, presence("in", { at: NOW - 8, lane: 5 })]] as const;
      expect(scan(await show(), { moved: here })).to.include({ status: "again", way: "in", secondsAgo: 8 });
      expect(scan(await show({ at: NOW - 900 }), { moved: back })).to.include({ reason: "already-in" });
    });

    it("come in for the first time as everywhere", async () => {
      const first = scan(await show(), { admitted: [] });
      expect(first).to.include({ status: "admit" }).and.not.to.have.property("reentering");
      expect(scan(await show(), { admitted: [], moved }).status).to.equal("admit");
    });

    it("come back with the late part of their party on one code", async () => {
      const party = { admitted: [0, 1], moved: [[0, presence("out")] as const] };
      const verdict = scan(await show({ count: 4 }), party);
      if (verdict.status !== "admit") throw new Error(verdict.reason);
      expect([verdict.rights, verdict.reentering]).to.deep.equal([[right(2), right(3)], [right(0)]]);
      expect(verdict.passedOver.map(({ rightId, reason }) => [rightId, reason])).to.deep.equal([
        [right(1), "already-in"],
      ]);
      const checked = scan(await show({ count: 4 }), { ...party, policy: { identity: { classes: [1] } } });
      expect(checked.status === "identify" && checked.reentering).to.deep.equal([right(0)]);
    });

    it("come back without a look at their papers, which only those need who enter", async () => {
      const changed = { holder: key.address, reboundAt: NOW - 60, rebinds: 1, named: false };
      const scanWith = async (index: number) => {
        const manifest = manifestOf(batchOf(Array(2).fill(key.address), { holdings: { [index]: changed } }));
        const policy = { identity: { reboundWithin: 3_600 } };
        return scan(await show({ count: 2 }), { manifest, policy, moved }).status;
      };
      expect([await scanWith(0), await scanWith(1)]).to.deep.equal(["admit", "identify"]);
    });

    it("come back while others of the party stay in, or out for good", async () => {
      const party = [[0, presence("out")] as const, [1, presence("out", { mayReenter: false })] as const];
      const verdict = scan(await show({ count: 3 }), { admitted: [0, 1, 2], moved: party });
      if (verdict.status !== "reenter") throw new Error(verdict.reason);
      expect(verdict.rights).to.deep.equal([right(0)]);
      expect(verdict.passedOver.map(({ reason }) => reason)).to.deep.equal(["no-reentry", "already-in"]);
    });
  });
});
