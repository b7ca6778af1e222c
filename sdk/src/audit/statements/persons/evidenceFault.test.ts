import { expect } from "chai";
import { evidenceFault } from "./evidenceFault.ts";
import { readEvidence } from "./readEvidence.ts";

const tag = `0x${"ab".repeat(32)}` as const;
const now = 1_800_000_000;
const grant = { act: "grant", tag, usedAt: now, reboundAt: 0 } as const;
const rebind = { act: "rebind", tag, usedAt: now, reboundAt: now - 60 } as const;
const evidence = (issued: number, expires = now + 1) => ({
  personTag: tag,
  issuedAt: BigInt(issued),
  expiresAt: BigInt(expires),
});

describe("evidenceFault", () => {
  it("takes evidence until it expires, and for a grant up to 300 seconds ahead", () => {
    expect(evidenceFault(evidence(now), grant)).to.equal(undefined);
    expect(evidenceFault(evidence(now, now), grant)).to.equal("The evidence had expired.");
    expect(evidenceFault(evidence(now + 300, now + 400), grant)).to.equal(undefined);
    expect(evidenceFault(evidence(now + 301, now + 400), grant)).to.equal("The evidence was dated ahead.");
  });

  it("takes evidence for a rebind only if it is newer than the last one, and not ahead", () => {
    expect(evidenceFault(evidence(now), rebind)).to.equal(undefined);
    expect(evidenceFault(evidence(now + 1, now + 9), rebind)).to.equal("The evidence was dated ahead.");
    expect(evidenceFault(evidence(now - 59), rebind)).to.equal(undefined);
    expect(evidenceFault(evidence(now - 60), rebind)).to.equal("The evidence was older than the last rebind.");
  });

  it("takes evidence for the same person only, in any case of its letters", () => {
    expect(evidenceFault(evidence(now), { ...grant, tag: tag.toUpperCase().replace("0X", "0x") })).to.equal(undefined);
    expect(evidenceFault(evidence(now), { ...grant, tag: `0x${"ac".repeat(32)}` })).to.equal(
      "The evidence is for another person.",
    );
  });
});

describe("readEvidence", () => {
  const word = (value: number) => value.toString(16).padStart(64, "0");
  const whole = `0x${tag.slice(2)}${word(5)}${word(6)}${word(128)}${word(65)}${"cd".repeat(65)}${"00".repeat(31)}`;

  it("splits evidence of the form that the suite's verifier takes", () => {
    expect(readEvidence(whole)).to.deep.equal({
      personTag: tag,
      issuedAt: 5n,
      expiresAt: 6n,
      signature: `0x00${"cd".repeat(65)}`,
    });
  });

  it("takes no other form", () => {
    for (const other of ["0x", whole.slice(0, -2), `${whole}00`, whole.replace(word(128), word(160))]) {
      expect(readEvidence(other), other.slice(0, 20)).to.equal(undefined);
    }
    expect(readEvidence(whole.replace(word(65), word(64)))).to.equal(undefined);
  });
});
