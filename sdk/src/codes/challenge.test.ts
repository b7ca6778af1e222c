import { expect } from "chai";
import { EVENT } from "../../test/helpers/venue.ts";
import { NO_CHALLENGE } from "../core/Entry.ts";
import { encodeBase45 } from "./base45.ts";
import { issueChallenge, readChallenge } from "./challenge.ts";

describe("challenges", () => {
  it("are read by devices of the event", () => {
    const challenge = issueChallenge({ event: EVENT, now: 1_900_000_000.7 });
    expect(readChallenge(challenge.text, EVENT)).to.equal(challenge.value);
    expect(challenge.expiresAt).to.equal(1_900_000_030);
    expect(issueChallenge({ event: EVENT, now: 5, seconds: 90 }).expiresAt).to.equal(95);
  });

  it("never repeat, and are never all zero", () => {
    const values = Array.from({ length: 200 }, () => issueChallenge({ event: EVENT, now: 0 }).value);
    expect(new Set(values).size).to.equal(200);
    expect(values).not.to.include(NO_CHALLENGE);
  });

  it("are drawn again if they are all zero, because a code without a challenge says so", () => {
    const draw = crypto.getRandomValues;
    let draws = 0;
    crypto.getRandomValues = (bytes) => {
      if (++draws === 3) draw.call(crypto, bytes);
      return bytes;
    };
    try {
      const { text, value } = issueChallenge({ event: EVENT, now: 0 });
      expect(draws).to.equal(3);
      expect(readChallenge(text, EVENT)).to.equal(value);
    } finally {
      crypto.getRandomValues = draw;
    }
  });

  it("need an event, a time and a length that are whole seconds of 40 bits", () => {
    const wrong = [
      { now: -1 },
      { now: 2 ** 40 },
      { now: Number.NaN },
      { seconds: -1 },
      { seconds: 0.5 },
      { seconds: 2 ** 40 },
      { event: { ...EVENT, chainId: -1 } },
    ];
    for (const change of wrong) {
      expect(() => issueChallenge({ event: EVENT, now: 0, ...change }), Object.keys(change).join())
        .to.throw()
        .with.property("code", "VALUE_INVALID");
    }
    expect(issueChallenge({ event: EVENT, now: 2 ** 40 - 0.5, seconds: 0 }).expiresAt).to.equal(2 ** 40 - 1);
    expect(() => readChallenge("", { ...EVENT, chainId: -1 })).to.throw("chainId must be");
  });

  it("are refused when they belong to another event, or are malformed", () => {
    const { text } = issueChallenge({ event: { ...EVENT, eventId: 8 }, now: 0 });
    expect(() => readChallenge(text, EVENT)).to.throw("It belongs to another event.");
    const none = `C1:${encodeBase45(new Uint8Array(12))}`;
    const good = issueChallenge({ event: EVENT, now: 0 }).text;
    const changed = [`E1:${good.slice(3)}`, good.slice(0, -2), good.slice(0, -3), `${good}00`, `${good}000`];
    for (const wrong of [text, none, "", "C1:", ...changed, `${good.slice(0, -1)}a`, undefined, 7]) {
      expect(() => readChallenge(wrong as string, EVENT), String(wrong))
        .to.throw()
        .with.property("code", "CHALLENGE_INVALID");
      if (wrong !== text) expect(() => readChallenge(wrong as string, EVENT)).not.to.throw("another event");
    }
  });
});
