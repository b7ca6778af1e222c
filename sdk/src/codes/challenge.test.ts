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

  it("are refused when they belong to another event, or are malformed", () => {
    const { text } = issueChallenge({ event: { ...EVENT, eventId: 8 }, now: 0 });
    const none = `C1:${encodeBase45(new Uint8Array(12))}`;
    for (const wrong of [text, none, "", "C1:", `E1:${text.slice(3)}`, text.slice(0, -2), `${text}00`]) {
      expect(() => readChallenge(wrong, EVENT), wrong)
        .to.throw()
        .with.property("code", "CHALLENGE_INVALID");
    }
  });
});
