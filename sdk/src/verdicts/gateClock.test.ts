import { expect } from "chai";
import { RELYING_PARTY } from "../../test/helpers/softPasskey.ts";
import { batchOf, clockAt, DOORS_OPEN, keyOf, manifestOf, passOf } from "../../test/helpers/venue.ts";
import { entryCode } from "../codes/entryCode.ts";
import type { Hex } from "../core/Hex.ts";
import type { DeviceKey } from "../keys/DeviceKey.ts";
import { checkCode } from "./checkCode.ts";
import { blameClock, type ClockFault, checkGateClock, codeAge } from "./gateClock.ts";
import { parseCode } from "./parseCode.ts";
import { sentenceFor } from "./sentenceFor.ts";
import type { Verdict } from "./Verdict.ts";

const NOW = DOORS_OPEN + 600;
const ages = (age: number, count = 5) => Array<number>(count).fill(age);

describe("checkGateClock", () => {
  it("finds no fault in a right clock", () => {
    expect(checkGateClock({ now: NOW })).to.equal(undefined);
    const leftOut = { headAt: undefined, manifest: undefined, ages: undefined };
    expect(checkGateClock({ now: NOW, ...leftOut })).to.equal(undefined);
    const manifest = { takenAt: NOW - 86_400 };
    expect(checkGateClock({ now: NOW, headAt: NOW - 12, manifest, ages: [0, 2, 5, 7, 9] })).to.equal(undefined);
  });

  it("compares with the newest block: one of the future, or of more than a minute ago", () => {
    const at = (headAt: number) => checkGateClock({ now: NOW, headAt });
    expect([at(NOW + 15), at(NOW - 60)]).to.deep.equal([undefined, undefined]);
    expect(at(NOW + 16)).to.deep.equal({ shownBy: "chain", secondsAhead: -16 });
    expect(at(NOW - 61)).to.deep.equal({ shownBy: "chain", secondsAhead: 61 });
    expect(at(NOW - 3_600.4)).to.deep.equal({ shownBy: "chain", secondsAhead: 3_600 });
  });

  it("compares with the block of the manifest, which may be old but not of the future", () => {
    const at = (takenAt: number) => checkGateClock({ now: NOW, manifest: { takenAt } });
    expect([at(0), at(NOW + 15)]).to.deep.equal([undefined, undefined]);
    expect(at(NOW + 16)).to.deep.equal({ shownBy: "manifest", secondsAhead: -16 });
    expect(at(NOW + 3_600)).to.deep.equal({ shownBy: "manifest", secondsAhead: -3_600 });
  });

  it("compares with the median age of codes: fast above 13 s, slow below -3 s", () => {
    const of = (list: readonly number[]) => checkGateClock({ now: NOW, ages: list });
    expect([of(ages(13)), of(ages(5)), of(ages(-3))]).to.deep.equal([undefined, undefined, undefined]);
    expect(of(ages(14))).to.deep.equal({ shownBy: "codes", secondsAhead: 9 });
    expect(of(ages(13.01))?.secondsAhead).to.equal(8);
    expect(of(ages(-4))).to.deep.equal({ shownBy: "codes", secondsAhead: -9 });
    expect(of(ages(3_605, 25))).to.deep.equal({ shownBy: "codes", secondsAhead: 3_600 });
    expect(of(ages(3_605, 4)), "too few codes").to.equal(undefined);
    expect(of([]), "no codes").to.equal(undefined);
    // The median of an even number lies between two ages. Their order does not matter.
    for (const list of [
      [-30, 20, 1, 40, 20.4],
      [40, 20, 1, -30, 20.4],
      [20, 1, 40, 20.4, -30],
    ]) {
      expect(of(list)?.secondsAhead, String(list)).to.equal(15);
      expect(of([...list, 24])?.secondsAhead, String(list)).to.equal(15);
      expect(of([...list, 24, 30])?.secondsAhead, String(list)).to.equal(15);
    }
  });

  it("needs times and ages that are numbers", () => {
    const wrong: readonly object[] = [
      { now: Number.NaN },
      { now: NOW, headAt: Number.NaN },
      { now: NOW, headAt: null },
      { now: NOW, manifest: { takenAt: "1" } },
      { now: NOW, manifest: {} },
      { now: NOW, ages: [5, Number.POSITIVE_INFINITY] },
      { now: NOW, ages: 5 },
    ];
    for (const parameters of [undefined, ...wrong] as never[]) {
      expect(() => checkGateClock(parameters), JSON.stringify(parameters))
        .to.throw()
        .with.property("code", "VALUE_INVALID");
    }
  });

  it("takes an old block for a chain that stands still if the codes are right", () => {
    const at = (headAt: number, list: readonly number[]) => checkGateClock({ now: NOW, headAt, ages: list });
    expect(at(NOW - 3_600, ages(5))).to.equal(undefined);
    expect(at(NOW - 3_600, ages(3_604))).to.deep.equal({ shownBy: "chain", secondsAhead: 3_600 });
    expect(at(NOW - 3_600, ages(5, 4))).to.deep.equal({ shownBy: "chain", secondsAhead: 3_600 });
    // A block of the future is certain, also if phones show another time.
    expect(at(NOW + 600, ages(5))).to.deep.equal({ shownBy: "chain", secondsAhead: -600 });
  });

  it("does not follow a few phones that are wrong", () => {
    const of = (list: readonly number[]) => checkGateClock({ now: NOW, ages: list });
    expect(of([4, 6, 5, 3_600, 3_600])).to.equal(undefined);
    expect(of([4, 6, 5, -900, -900, 3_600])).to.equal(undefined);
    expect(of([4, 6, 20, 21, 22])?.secondsAhead).to.equal(15);
    // An even number: the middle of the two in the middle.
    expect(of([0, 0, 10, 16, 20, 20])).to.equal(undefined);
    expect(of([0, 0, 11, 16, 20, 20])?.secondsAhead).to.equal(9);
  });
});

describe("a gate whose clock is wrong", () => {
  let key: DeviceKey;
  before(async () => {
    key = await keyOf("p256");
  });

  /** What the gate shows, whose clock is `ahead`, for a code that is `old` seconds old. */
  async function shown(ahead: number, old: number, fault: ClockFault | undefined): Promise<Verdict> {
    const manifest = { ...manifestOf(batchOf([key.address])), doorsOpenAt: 0, doorsCloseAt: 2 ** 33 };
    const { text } = await entryCode(key, passOf(key), { clock: clockAt(NOW - old) });
    return blameClock(checkCode(text, { manifest, admitted: new Map(), now: NOW + ahead, lane: 1 }), fault);
  }

  for (const ahead of [3_600, 400, 60, -30, -3_600, 8 * 3_600]) {
    for (const shownBy of ["chain", "codes"] as const) {
      it(`of ${ahead} s, as ${shownBy} show, does not blame a good phone`, async () => {
        const verdict = await shown(ahead, 5, { shownBy, secondsAhead: ahead });
        expect(verdict).to.deep.equal({
          status: "refuse",
          reason: "gate-clock-wrong",
          shownBy,
          secondsAhead: ahead,
        });
        expect(sentenceFor(verdict))
          .to.match(/^This gate's clock is \d+ (s|min) (fast|slow)/)
          .and.not.to.contain("phone");
      });
    }
  }

  it("counts the age of an old code from the right time", async () => {
    const fault = { shownBy: "chain", secondsAhead: 3_600 } as const;
    expect(await shown(3_600, 400, fault)).to.include({ reason: "code-expired", secondsOld: 400 });
    expect(await shown(3_600, -400, fault)).to.include({ reason: "clock-wrong", secondsAhead: 400 });
    expect(await shown(-3_600, 400, { ...fault, secondsAhead: -3_600 })).to.include({ reason: "clock-wrong" });
  });

  it("names its own clock if the fault leaves a code a minute at most outside of the window", () => {
    const told = (verdict: Verdict, secondsAhead: number) => blameClock(verdict, { shownBy: "codes", secondsAhead });
    const old = (secondsOld: number) => ({ status: "refuse", reason: "code-expired", secondsOld }) as const;
    const ahead = (secondsAhead: number) => ({ status: "refuse", reason: "clock-wrong", secondsAhead }) as const;
    const own = (secondsAhead: number) => ({
      status: "refuse",
      reason: "gate-clock-wrong",
      shownBy: "codes",
      secondsAhead,
    });
    expect(told(old(205), 100)).to.deep.equal(own(100));
    expect(told(old(206), 100)).to.deep.equal(old(106));
    expect(told(old(125), 200)).to.deep.equal(own(200));
    expect(told(old(124), 200)).to.deep.equal(ahead(76));
    expect(told(ahead(175), -100)).to.deep.equal(own(-100));
    expect(told(ahead(176), -100)).to.deep.equal(ahead(76));
    expect(told(ahead(-205), 100)).to.deep.equal(own(100));
    // The code of a slow phone stays one.
    expect(told(ahead(-206), 100)).to.deep.equal(ahead(-106));
  });

  it("follows from a verdict and a fault alone", () => {
    const fault = { shownBy: "codes", secondsAhead: 20 } as const;
    const refused = { status: "refuse", reason: "code-expired", secondsOld: 60 } as const;
    const wrong = [null, {}, { ...fault, shownBy: "phone" }, { ...fault, secondsAhead: Number.NaN }] as never[];
    for (const [verdict, told] of [[undefined, fault], [{}, fault], ...wrong.map((one) => [refused, one])]) {
      expect(() => blameClock(verdict as Verdict, told as ClockFault))
        .to.throw()
        .with.property("code", "VALUE_INVALID");
    }
  });

  it("blames the phone if its own clock is right", async () => {
    expect(await shown(0, -400, undefined)).to.include({ reason: "clock-wrong", secondsAhead: 400 });
    expect(await shown(0, 400, undefined)).to.include({ reason: "code-expired", secondsOld: 400 });
  });

  it("changes no other verdict", async () => {
    const fault = { shownBy: "codes", secondsAhead: 20 } as const;
    expect((await shown(20, 5, fault)).status).to.equal("admit");
    const refused = { status: "refuse", reason: "wrong-event" } as const;
    expect(blameClock(refused, fault)).to.equal(refused);
  });
});

describe("codeAge", () => {
  const CHALLENGE = "0x0102030405060708";

  async function ageOf(kind: "secp256k1" | "p256" | "passkey", old: number, challenge?: Hex) {
    const key = await keyOf(kind);
    const { text } = await entryCode(key, passOf(key), { clock: clockAt(NOW - old), challenge });
    const policy = { passkeys: [RELYING_PARTY], challenges: [{ value: CHALLENGE, expiresAt: NOW } as const] };
    const manifest = manifestOf(batchOf([key.address]));
    const code = parseCode(text);
    if (code.status === "refuse") throw new Error(code.reason);
    return codeAge(code, checkCode(code, { manifest, admitted: new Map(), now: NOW, lane: 1, policy }), NOW);
  }

  it("is the time since the signature, whether the code was let in or was too old or too new", async () => {
    for (const old of [5, 45, 46, 3_600, -3, -15, -16, -3_600]) {
      expect(await ageOf("p256", old), String(old)).to.equal(old);
      expect(await ageOf("secp256k1", old), String(old)).to.equal(old);
    }
  });

  it("is known of every code that its holder signed, and of no other", async () => {
    const key = await keyOf("p256");
    const code = parseCode((await entryCode(key, passOf(key), { clock: clockAt(NOW - 7) })).text);
    if (code.status === "refuse") throw new Error(code.reason);
    const age = (reason: string) => codeAge(code, { reason } as Verdict, NOW);
    const signed = ["valid", "identity-wanted", "code-expired", "clock-wrong", "gate-clock-wrong"];
    for (const reason of signed) expect(age(reason), reason).to.equal(7);
    for (const reason of ["bad-signature", "wrong-event", "already-in"])
      expect(age(reason), reason).to.equal(undefined);
    const good = { reason: "valid" } as Verdict;
    const wrong: readonly (readonly unknown[])[] = [
      [undefined, good, NOW],
      [{ ...code, proof: undefined }, good, NOW],
      [{ ...code, challenge: undefined }, good, NOW],
      [code, {}, NOW],
      [code, good, Number.NaN],
      [{ ...code, issuedAt: "7" }, good, NOW],
    ];
    for (const [shown, verdict, now] of wrong) {
      expect(() => codeAge(shown as never, verdict as never, now as never))
        .to.throw()
        .with.property("code", "VALUE_INVALID");
    }
  });

  it("is unknown for passkeys, for answers to challenges, and for codes of another key", async () => {
    expect(await ageOf("passkey", 5)).to.equal(undefined);
    expect(await ageOf("p256", 5, CHALLENGE)).to.equal(undefined);
    const [key, other] = [await keyOf("p256"), await keyOf("p256")];
    const code = parseCode((await entryCode(key, passOf(key), { clock: clockAt(NOW) })).text);
    if (code.status === "refuse") throw new Error(code.reason);
    const manifest = manifestOf(batchOf([other.address]));
    const verdict = checkCode(code, { manifest, admitted: new Map(), now: NOW, lane: 1 });
    expect([verdict.reason, codeAge(code, verdict, NOW)]).to.deep.equal(["bad-signature", undefined]);
  });
});
