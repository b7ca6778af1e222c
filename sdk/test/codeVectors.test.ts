import { expect } from "chai";
import { codes } from "../../vectors/read.ts";
import { readChallenge } from "../src/codes/challenge.ts";
import { type CodeProof, type EntryCode, readCode, writeCode } from "../src/codes/codeText.ts";
import { composeCode } from "../src/codes/composeCode.ts";
import { NO_CHALLENGE, unpackEntry } from "../src/core/Entry.ts";
import type { Address, Hex } from "../src/core/Hex.ts";
import { checkCode } from "../src/verdicts/checkCode.ts";
import { parseCode } from "../src/verdicts/parseCode.ts";
import { batchOf, manifestOf } from "./helpers/venue.ts";

const { good, bad, challenges, passkeySite } = codes();
type Good = (typeof good)[number];

const eventOf = ({ event }: { event: Good["event"] }) => ({
  ...event,
  rightsRegistry: event.rightsRegistry as Address,
});

function codeOf({ kind, saying, eventTag, rs, recovery, passkey }: Good): EntryCode {
  const signed = { rs: rs as Hex, recovery };
  const proof: CodeProof =
    kind === "passkey" && passkey !== undefined
      ? { kind, ...signed, ...passkey, clientTail: passkey.clientTail as Hex }
      : { kind: kind === "p256" ? kind : "secp256k1", ...signed };
  return { status: "parsed", ...saying, eventTag: eventTag as Hex, challenge: saying.challenge as Hex, proof };
}

describe("golden vectors of codes", () => {
  it("have good and bad ones of every kind", () => {
    expect(new Set(good.map(({ kind }) => kind))).to.deep.equal(new Set(["secp256k1", "p256", "passkey"]));
    expect(new Set(bad.map(({ problem }) => problem)).size).to.equal(10);
    expect(new Set([...good, ...bad].map(({ text }) => text)).size).to.equal(good.length + bad.length);
  });

  for (const vector of good) {
    const { name, text, saying, holder, signature } = vector;
    const event = eventOf(vector);
    const rightId = (BigInt(event.eventId) << 32n) | BigInt(saying.serial);

    it(`E1, ${name}: has these parts`, () => {
      expect(readCode(text)).to.deep.equal(codeOf(vector));
      expect(writeCode(codeOf(vector))).to.equal(text);
    });

    it(`E1, ${name}: is composed of the signature`, () => {
      const { count, issuedAt } = saying;
      const proof = { rightId, count, holder: holder as Address, issuedAt, challenge: saying.challenge as Hex };
      expect(composeCode(event, proof, signature as Hex)).to.equal(text);
    });

    it(`E1, ${name}: a gate restores the signature`, () => {
      const { issuedAt: now, challenge } = saying;
      const [batch, index] = [saying.serial >>> 11, saying.serial & 0x7ff];
      const batches = Object.assign([], { [batch]: batchOf(Array(index + saying.count).fill(holder)) });
      const manifest = { ...manifestOf(), ...event, doorsOpenAt: 0, doorsCloseAt: 2 ** 33, batches };
      const challenges = challenge === NO_CHALLENGE ? [] : [{ value: challenge as Hex, expiresAt: now }];
      const policy = { passkeys: [passkeySite], challenges };
      const verdict = checkCode(text, { manifest, admitted: new Map(), now, lane: 1, policy });
      if (verdict.status !== "admit") throw new Error(verdict.reason);
      expect(verdict.admission.signature).to.equal(signature);
      expect(unpackEntry(verdict.admission.entry)).to.include({ rightId, count: saying.count });
    });
  }

  for (const { name, text, problem } of bad) {
    it(`E1, refused for its ${problem}: ${name}`, () => {
      expect(readCode(text)).to.equal(problem);
      expect(parseCode(text).status).to.equal("refuse");
    });
  }

  for (const vector of challenges) {
    const { name, text, value } = vector;
    it(`C1, ${name}: ${value === undefined ? "is refused" : "is read"}`, () => {
      const read = () => readChallenge(text, eventOf(vector));
      if (value === undefined) expect(read).to.throw().with.property("code", "CHALLENGE_INVALID");
      else expect(read()).to.equal(value);
    });
  }
});
