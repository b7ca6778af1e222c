import { expect } from "chai";
import { NO_CHALLENGE } from "../core/Entry.ts";
import type { Hex } from "../core/Hex.ts";
import type { KeyKind } from "../statements/holderAddress.ts";
import type { Policy } from "./Policy.ts";
import { type Scan, timeProblem } from "./timeProblem.ts";

const NOW = 1_900_000_000;
type Shown = { readonly old?: number; readonly kind?: KeyKind; readonly challenge?: Hex };

function problemOf({ old = 0, kind = "p256", challenge = NO_CHALLENGE }: Shown, policy: Policy = {}, last?: Scan) {
  const code = { issuedAt: NOW - old, challenge, proof: { kind } } as Parameters<typeof timeProblem>[0];
  return timeProblem(code, NOW, policy, last)?.reason;
}

describe("timeProblem", () => {
  it("keeps each kind of key to its own window", () => {
    const policy = { window: { past: 20, ahead: 5 }, passkeyWindow: { past: 60, ahead: 8 } };
    const of = (kind: KeyKind) => [20, 21, 60, 61, -5, -6, -8, -9].map((old) => problemOf({ kind, old }, policy));
    const [old, fast] = ["code-expired", "clock-wrong"];
    expect(of("p256")).to.deep.equal([undefined, old, old, old, undefined, fast, fast, fast]);
    expect(of("secp256k1")).to.deep.equal(of("p256"));
    expect(of("passkey")).to.deep.equal([undefined, undefined, undefined, old, undefined, undefined, undefined, fast]);
  });

  it("keeps any window within ten minutes, as the chain does", () => {
    const wide = { past: 9_999, ahead: 9_999 };
    for (const kind of ["p256", "passkey"] as const) {
      const of = (old: number) => problemOf({ kind, old }, { window: wide, passkeyWindow: wide });
      expect([600, 601, -600, -601].map(of)).to.deep.equal([undefined, "code-expired", undefined, "clock-wrong"]);
    }
  });

  it("takes a phone for slow whose new code is as old as its last one, give or take twelve seconds", () => {
    const [old, slow] = ["code-expired", "clock-wrong"];
    const after = (lastOld: number, issuedAt = NOW - 440) =>
      problemOf({ old: 420 }, {}, { issuedAt, scannedAt: issuedAt + lastOld });
    expect([407, 408, 420, 432, 433].map((seconds) => after(seconds))).to.deep.equal([old, slow, slow, slow, old]);
    // The same code, or an earlier one, says nothing of the clock.
    expect([after(420, NOW - 421), after(420, NOW - 420), after(420, NOW - 419)]).to.deep.equal([slow, old, old]);
  });

  it("takes an answer to an open challenge until its last second, and no other", () => {
    const challenge = "0x0102030405060708";
    const open = (expiresAt: number, value: Hex = challenge) => ({ challenges: [{ value, expiresAt }] });
    const late = { challenge, old: 9_999 } as const;
    expect(problemOf(late, open(NOW))).to.equal(undefined);
    expect(problemOf(late, open(NOW - 1))).to.equal("challenge-expired");
    expect(problemOf(late, open(NOW, "0x0102030405060709"))).to.equal("challenge-wrong");
    expect(problemOf(late, {})).to.equal("challenge-wrong");
    expect(problemOf({}, { ...open(NOW), demandChallenge: true })).to.equal("challenge-missing");
    expect(problemOf({}, open(NOW))).to.equal(undefined);
  });
});
