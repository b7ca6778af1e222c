import { expect } from "chai";
import { strangerAt } from "../../test/helpers/acts.ts";
import type { Connection } from "../chain/Connection.ts";
import type { Hex } from "../core/Hex.ts";
import { readRevert } from "./readRevert.ts";

const CALL = { from: strangerAt(1), to: strangerAt(2), data: "0x12345678" };
const OLD: Hex = `0xaabbccdd${"01".repeat(32)}`;
const NEW: Hex = `0x11223344${"02".repeat(32)}`;

/** A node where the call fails with these data at these blocks. */
function nodeWith(revertAt: Readonly<Record<number, Hex | undefined>>) {
  const asked: unknown[] = [];
  const call = async (made: { blockTag: number }) => {
    asked.push(made);
    const data = revertAt[made.blockTag];
    if (data !== undefined) throw Object.assign(new Error("reverted"), { data });
    return "0x";
  };
  return { connection: { provider: { call } } as unknown as Connection, asked };
}

describe("readRevert", () => {
  it("makes the call again after its block, and before it only if that does not fail", async () => {
    const after = nodeWith({ 7: NEW, 6: OLD });
    expect(await readRevert(after.connection, CALL, 7)).to.equal(NEW);
    expect(after.asked).to.deep.equal([{ ...CALL, blockTag: 7 }]);
    const before = nodeWith({ 6: OLD });
    expect(await readRevert(before.connection, CALL, 7)).to.equal(OLD);
    expect(before.asked).to.deep.equal([
      { ...CALL, blockTag: 7 },
      { ...CALL, blockTag: 6 },
    ]);
  });

  it("returns only the error that is known by its start", async () => {
    const { connection } = nodeWith({ 7: NEW, 6: OLD });
    // A log has the first 32 bytes, in any case of letters.
    for (const start of [OLD.slice(0, 10), OLD.slice(0, 66), OLD.slice(0, 66).toUpperCase().replace("0X", "0x")]) {
      expect(await readRevert(connection, CALL, 7, start as Hex), start).to.equal(OLD);
    }
    expect(await readRevert(connection, CALL, 7, "0x99999999")).to.equal(undefined);
    // A log fills up an error without arguments with zeros.
    const short = nodeWith({ 7: NEW, 6: "0xaabbccdd" });
    expect(await readRevert(short.connection, CALL, 7, `0xaabbccdd${"00".repeat(28)}`)).to.equal("0xaabbccdd");
  });

  it("returns nothing if the call does not fail again, or the node does not say why", async () => {
    expect(await readRevert(nodeWith({}).connection, CALL, 7)).to.equal(undefined);
    expect(await readRevert(nodeWith({ 7: "0x", 6: "0x" }).connection, CALL, 7)).to.equal(undefined);
  });
});
