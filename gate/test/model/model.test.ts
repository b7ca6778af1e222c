import { expect } from "chai";
import { night, type Outcome, type Rule } from "./night.ts";

/** 10,000 with DOORKEY_FUZZ=10000. */
const NIGHTS = Number(process.env.DOORKEY_FUZZ ?? 500);

const NAMES = [
  "lights",
  "honestRefused",
  "honestAccused",
  "extraNotFound",
  "lightsWithoutRow",
  "answeredOtherwise",
] as const;

/** Plays nights, and ends early once they had a fault that is looked for. */
function play(nights: number, without?: Rule, sought?: keyof Outcome): Outcome {
  const sums = {
    lights: 0,
    honestRefused: 0,
    honestAccused: 0,
    extraNotFound: 0,
    lightsWithoutRow: 0,
    answeredOtherwise: 0,
  };
  for (let seed = 1; seed <= nights; seed++) {
    const outcome = night(seed * 2_654_435_761, without);
    for (const name of NAMES) sums[name] += outcome[name];
    if (sought !== undefined && sums[sought] > 0) break;
  }
  return sums;
}

describe("the protocol of hub and gates", () => {
  it(`refuses and accuses no honest fan, and finds every extra entry, in ${NIGHTS} nights`, () => {
    const { lights, ...faults } = play(NIGHTS);
    const none = { honestRefused: 0, honestAccused: 0, extraNotFound: 0, lightsWithoutRow: 0, answeredOtherwise: 0 };
    expect(faults).to.deep.equal(none);
    expect(lights).to.be.greaterThan(NIGHTS * 12);
  }).timeout(900_000);

  const broken: readonly (readonly [Rule, keyof Outcome])[] = [
    ["scan-ids", "answeredOtherwise"],
    ["stored-is-not-shown", "honestRefused"],
    ["stored-is-not-shown", "honestAccused"],
    ["acknowledgements", "extraNotFound"],
    ["uploads", "lightsWithoutRow"],
    ["first-wins", "extraNotFound"],
  ];
  for (const [rule, fault] of broken) {
    it(`goes wrong without the rule "${rule}": ${fault}`, () => {
      expect(play(400, rule, fault)[fault]).to.be.greaterThan(0);
    });
  }
});
