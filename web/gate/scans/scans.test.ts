import { expect } from "chai";
import { type Admission, type Hex, NO_CHALLENGE, packEntry, type Verdict } from "doorkey/code";
import type { LogRow } from "../../../gate/src/protocol/messages.ts";
import { ClaimBook } from "./ClaimBook.ts";
import { lightsOf } from "./lightsOf.ts";
import { nextView, type View, withUndo } from "./viewOf.ts";

const FIRST = (7n << 32n) | 5n;
const DECIDED = { at: 1_900_000_010, lane: 3, mode: "alone", scanId: "ab".repeat(16) } as const;

const admission: Admission = {
  entry: packEntry({
    rightId: FIRST,
    count: 4,
    issuedAt: 1_900_000_000,
    challenge: NO_CHALLENGE,
    scannedAt: 1_900_000_010,
    lane: 3,
  }),
  signature: "0x01",
};

const admit = (rights: readonly bigint[]): Verdict => ({
  status: "admit",
  reason: "valid",
  admission,
  rights,
  passedOver: [],
});

describe("the rows of a light", () => {
  it("name the rights that entered by a mask from the code's first right", () => {
    const [row, ...others] = lightsOf(admit([FIRST + 1n, FIRST + 3n]), DECIDED);
    expect(others).to.deep.equal([]);
    expect(row).to.include({ verdict: "admit", right: 5, mask: 0b1010, holderSig: "0x01" });
    expect(row?.entry).to.have.lengthOf(66);
  });

  it("are dated as the entry is, whenever the light appears", () => {
    const [row] = lightsOf(admit([FIRST]), { ...DECIDED, at: DECIDED.at + 7 });
    expect(row?.at).to.equal(1_900_000_010);
  });

  it("are two if one code lets in and lets back in", () => {
    const verdict = { ...admit([FIRST]), reentering: [FIRST + 1n] };
    expect(lightsOf(verdict, DECIDED).map(({ verdict, mask }) => [verdict, mask])).to.deep.equal([
      ["admit", 1],
      ["reenter", 2],
    ]);
  });

  it("are none for a refusal and for a look at the person that is still due", () => {
    expect(lightsOf({ status: "refuse", reason: "wrong-event" }, DECIDED)).to.deep.equal([]);
    const identify: Verdict = {
      status: "identify",
      reason: "identity-wanted",
      why: "class",
      admission,
      rights: [FIRST],
      passedOver: [],
    };
    expect(lightsOf(identify, DECIDED)).to.deep.equal([]);
  });
});

describe("what a gate knows of who is in", () => {
  const row = (change: Partial<LogRow> = {}): LogRow => {
    const [light] = lightsOf(admit([FIRST, FIRST + 1n]), DECIDED);
    if (light === undefined) throw new Error("a light has a row");
    const prev: Hex = `0x${"00".repeat(32)}`;
    return { ...light, device: "0".repeat(24), seq: 1, prev, sig: "0x00", ...change };
  };

  it("has the rights of its own rows, as shown", () => {
    const book = new ClaimBook(7);
    book.note(row());
    expect(book.get(FIRST + 1n)).to.include({
      lane: 3,
      scannedAt: 1_900_000_010,
      issuedAt: 1_900_000_000,
      shown: true,
    });
    expect(book.get(FIRST + 2n)).to.equal(undefined);
  });

  it("loses what was taken back", () => {
    const book = new ClaimBook(7);
    book.note(row());
    book.note(row({ verdict: "undo", mask: 1 }));
    expect(book.get(FIRST)).to.equal(undefined);
    expect(book.get(FIRST + 1n)).to.not.equal(undefined);
  });

  it("keeps its own light as shown when the hub does not know of it so far", () => {
    const book = new ClaimBook(7);
    book.note(row());
    const claim = { ...book.get(FIRST), shown: false };
    if (claim.scanId === undefined) throw new Error("the row was noted");
    const { scanId, device = "", lane = 0, scannedAt = 0, issuedAt = 0, challenge = NO_CHALLENGE } = claim;
    const told = { scanId, device, lane, scannedAt, issuedAt, challenge, storedAt: 0, shown: false, byHand: false };
    book.hear({ n: 1, serial: 5, claim: told });
    expect(book.get(FIRST)?.shown).to.equal(true);
    book.hear({ n: 2, serial: 5, claim: { ...told, scanId: "cd".repeat(16) } });
    expect(book.get(FIRST)?.shown).to.equal(false);
  });
});

describe("what fills the screen", () => {
  const green: View = { tone: "go", headline: "Let in", sentence: "Welcome", serials: [5, 6], shownAt: 0 };
  const amber: View = { tone: "look", headline: "Same ticket", sentence: "8 s ago", serials: [6], shownAt: 20_000 };

  it("stays green for 20 s while the same ticket is before the gate, and says so below", () => {
    expect(nextView(green, amber)).to.deep.equal({ ...green, again: "8 s ago" });
    expect(nextView(green, { ...amber, shownAt: 20_001 }).tone).to.equal("look");
  });

  it("is the verdict of another ticket at once", () => {
    expect(nextView(green, { ...amber, serials: [9] }).tone).to.equal("look");
  });

  it("is the green light of the rest of a party at once", () => {
    expect(nextView(green, { ...green, serials: [6], shownAt: 9 }).shownAt).to.equal(9);
  });

  it("keeps the undo of an entry when the same ticket comes again", () => {
    const entered = { ...green, scanId: "ab".repeat(16) };
    expect(withUndo(entered, amber)).to.include({ headline: "Same ticket", scanId: entered.scanId, shownAt: 0 });
    expect(withUndo(entered, { ...amber, serials: [9] }).scanId).to.equal(undefined);
  });
});
