import { expect } from "chai";
import { strangerAt } from "../../../test/helpers/acts.ts";
import { grantTransaction, LOCAL_SUITE } from "../../../test/helpers/grantTransaction.ts";
import type { Hex } from "../../core/Hex.ts";
import { grantedIn } from "./grantedIn.ts";

const HASH: Hex = `0x${"11".repeat(32)}`;
const FIRST = (7n << 32n) | 2_048n;
const items = [2, 1, 3].map((quantity, i) => ({ holder: strangerAt(i), quantity, seats: [], evidence: [] }));

describe("grantedIn", () => {
  it("gives each item its rights, one after the other from the first", () => {
    expect(grantedIn(LOCAL_SUITE, grantTransaction(HASH, FIRST), items)).to.deep.equal([
      { rightIds: [FIRST, FIRST + 1n], refused: [] },
      { rightIds: [FIRST + 2n], refused: [] },
      { rightIds: [FIRST + 3n, FIRST + 4n, FIRST + 5n], refused: [] },
    ]);
  });

  it("names the rights that were passed over, of the item that they belong to", () => {
    const refused = [
      { rightId: FIRST + 2n, why: 1 },
      { rightId: FIRST + 4n, why: 2 },
    ];
    expect(grantedIn(LOCAL_SUITE, grantTransaction(HASH, FIRST, refused), items)).to.deep.equal([
      { rightIds: [FIRST, FIRST + 1n], refused: [] },
      { rightIds: [], refused: [{ rightId: FIRST + 2n, reason: "SeatTaken" }] },
      { rightIds: [FIRST + 3n, FIRST + 5n], refused: [{ rightId: FIRST + 4n, reason: "PersonFull" }] },
    ]);
  });

  it("reads no log of another contract", () => {
    const foreign = grantTransaction(HASH, 1n, [{ rightId: FIRST, why: 1 }], strangerAt(9));
    const own = grantTransaction(HASH, FIRST);
    const [first] = grantedIn(LOCAL_SUITE, { ...own, logs: [...foreign.logs, ...own.logs] }, items);
    expect(first).to.deep.equal({ rightIds: [FIRST, FIRST + 1n], refused: [] });
    expect(() => grantedIn(LOCAL_SUITE, foreign, items))
      .to.throw(HASH)
      .with.property("code", "LOG_MISSING");
  });
});
