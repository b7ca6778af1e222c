import { expect } from "chai";
import fc from "fast-check";
import { entryCodes } from "../../test/helpers/arbitraries.ts";
import { RUNS } from "../../test/helpers/fuzzRuns.ts";
import { RELYING_PARTY } from "../../test/helpers/softPasskey.ts";
import { batchOf, clockAt, DOORS_OPEN, keyOf, manifestOf, passOf } from "../../test/helpers/venue.ts";
import { decodeBase45, encodeBase45 } from "../codes/base45.ts";
import { type EntryCode, writeCode } from "../codes/codeText.ts";
import { entryCode } from "../codes/entryCode.ts";
import { eventTag } from "../codes/eventTag.ts";
import { unpackEntry } from "../core/Entry.ts";
import { entryProofDigest } from "../statements/entryProof.ts";
import { isSignedBy } from "../statements/holderSignature.ts";
import { checkCode } from "./checkCode.ts";
import type { Manifest } from "./Manifest.ts";
import { parseCode } from "./parseCode.ts";
import { sentenceFor } from "./sentenceFor.ts";

const NOW = DOORS_OPEN + 60;
const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

describe("any text that a scanner reads", () => {
  let manifest: Manifest;
  let good: readonly string[];
  const holders: Record<number, `0x${string}`> = {};

  before(async () => {
    const keys = await Promise.all((["secp256k1", "p256", "passkey"] as const).map(keyOf));
    // Two rights for each, and one that is void, rebound or admitted.
    manifest = manifestOf(
      ...keys.map((key, i) => batchOf([key.address, key.address, key.address], { statuses: `00${[3, 1, 2][i]}` })),
    );
    for (const [i, key] of keys.entries()) holders[i] = key.address;
    const clock = clockAt(NOW - 5);
    good = await Promise.all(
      keys.flatMap((key, batch) => [
        entryCode(key, passOf(key, { batch, count: 2 }), { clock }).then(({ text }) => text),
        entryCode(key, passOf(key, { batch }), { clock, challenge: "0x0102030405060708" }).then(({ text }) => text),
      ]),
    );
  });

  const policy = { passkeys: [RELYING_PARTY], challenges: [{ value: "0x0102030405060708", expiresAt: NOW } as const] };
  const decide = (scanned: string | EntryCode) =>
    checkCode(scanned, { manifest, admitted: new Map(), now: NOW, lane: 1, policy });

  /** A decision has a status, a reason and a sentence. If it admits, the holder signed the proof. */
  function judge(scanned: string | EntryCode): void {
    const verdict = decide(scanned);
    expect(verdict.status).to.be.oneOf(["admit", "refuse"]);
    expect(verdict.reason).to.be.a("string").and.not.equal("");
    expect(sentenceFor(verdict).length).to.be.above(5);
    if (verdict.status !== "admit") return;
    const { scannedAt, lane, ...proof } = unpackEntry(verdict.admission.entry);
    const holder = holders[Number((proof.rightId >> 11n) & 0x1fffffn)] as `0x${string}`;
    expect([scannedAt, lane]).to.deep.equal([NOW, 1]);
    expect(isSignedBy(entryProofDigest(manifest, { ...proof, holder }), verdict.admission.signature, holder)).to.equal(
      true,
    );
  }

  /** A good code with its bytes or signs changed. */
  const mutated = () =>
    fc
      .record({
        text: fc.constantFrom(...good),
        edits: fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom("set", "flip", "cut", "add", "sign")), {
          minLength: 1,
          maxLength: 4,
        }),
      })
      .map(({ text, edits }) => {
        let bytes = [...(decodeBase45(text.slice(3)) as Uint8Array)];
        let signs = "";
        for (const [place, value, how] of edits) {
          const i = place % Math.max(1, bytes.length);
          if (how === "set") bytes[i] = value;
          if (how === "flip") bytes[i] = (bytes[i] ?? 0) ^ (1 << (value % 8));
          if (how === "cut") bytes = bytes.toSpliced(i, 1 + (value % 3));
          if (how === "add") bytes = bytes.toSpliced(i, 0, value);
          if (how === "sign") signs = SIGNS[value % 45] ?? "";
        }
        const whole = `E1:${encodeBase45(new Uint8Array(bytes))}`;
        return signs === "" ? whole : whole.slice(0, 5) + signs + whole.slice(6);
      });

  it("is admitted if it is a good code", () => {
    for (const text of good) expect(decide(text).status).to.equal("admit");
    for (const text of good) judge(text);
  });

  it("is a code or a refusal with its reason", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.string({ maxLength: 200 }).map((text) => `E1:${text}`),
      fc.string({ unit: fc.constantFrom(...SIGNS), maxLength: 160 }).map((text) => `E1:${text}`),
      fc.uint8Array({ minLength: 60, maxLength: 104 }).map((bytes) => `E1:${encodeBase45(bytes)}`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseCode(text);
        expect(parsed.status).to.be.oneOf(["parsed", "refuse"]);
        if (parsed.status === "refuse") expect(parsed.reason).to.be.oneOf(["not-a-code", "code-newer"]);
        judge(text);
      }),
      { numRuns: RUNS },
    );
  });

  it("is refused with a reason if it is a changed good code", () => {
    fc.assert(
      fc.property(mutated(), (text) => {
        judge(text);
        if (!good.includes(text)) expect(decide(text).status).to.equal("refuse");
      }),
      { numRuns: RUNS },
    );
  });

  it("of any length leaves no trace: the next good one is admitted", () => {
    const frozen = JSON.stringify(manifest);
    const units = ["\n", "\u0000", "E1:", "]Q1", "0", "é", "😀", "\ud800", " ", "Ö"];
    const oversized = fc.tuple(fc.constantFrom(...units), fc.integer({ min: 0, max: 100_000 }));
    const texts = fc.oneof(
      { weight: 4, arbitrary: mutated() },
      { weight: 4, arbitrary: fc.string({ unit: "binary", maxLength: 400 }) },
      { weight: 1, arbitrary: oversized.map(([unit, length]) => unit.repeat(length / unit.length)) },
      { weight: 1, arbitrary: fc.tuple(mutated(), oversized).map(([text, [unit]]) => unit.repeat(50) + text) },
    );
    let next = 0;
    fc.assert(
      fc.property(texts, (text) => {
        expect(decide(text).reason).to.be.a("string");
        if (++next % 50 === 0) expect(decide(good[next % good.length] as string).status).to.equal("admit");
      }),
      { numRuns: RUNS, seed: 20_261_129 },
    );
    expect(JSON.stringify(manifest)).to.equal(frozen);
  });

  it("gets a decision with its reason if it is a code of the event", () => {
    const tag = eventTag(manifestOf());
    const codes = fc
      .tuple(entryCodes, fc.nat(3), fc.nat(4), fc.integer({ min: -60, max: 60 }))
      .map(([code, batch, index, late]) => ({
        ...code,
        eventTag: tag,
        serial: (batch << 11) | index,
        issuedAt: NOW - late,
      }));
    fc.assert(
      fc.property(codes, (code) => {
        judge(code);
        judge(writeCode(code) as string);
      }),
      { numRuns: RUNS },
    );
  });
});
