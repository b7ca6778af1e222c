import { expect } from "chai";
import { dataLength } from "ethers";
import { strangerAt } from "../../../test/helpers/acts.ts";
import { LOCAL_SUITE } from "../../../test/helpers/grantTransaction.ts";
import { interfaces } from "../../abi/contracts.ts";
import { checksummed } from "../../core/checksummed.ts";
import type { Address, Hex } from "../../core/Hex.ts";
import { grantCall } from "./grantCall.ts";
import type { Grantable } from "./Ledger.ts";

const holder = checksummed(strangerAt(1)) as Address;
const ITEM: Grantable = { classId: 2, holder, quantity: 1, seats: [], evidence: [] };
const callOf = (items: readonly Grantable[], hookData?: Hex, minLive = 0) =>
  grantCall(LOCAL_SUITE, { eventId: 7, classId: 2, agentId: 3, items }, { minLive, hookData });
const argumentsOf = ({ data }: { readonly data: Hex }) => [
  ...interfaces.EntryRightRegistry.decodeFunctionData("grant", data),
];

describe("grantCall", () => {
  it("has a record of the holder for each right, and no hook data unless it is given", () => {
    const digits = holder.slice(2).toLowerCase();
    const other = strangerAt(2);
    const call = callOf([
      { ...ITEM, quantity: 3, evidence: ["0x12", "0x34", "0x"] },
      { ...ITEM, holder: other },
    ]);
    expect(call.to).to.equal(LOCAL_SUITE.deployment.contracts.EntryRightRegistry.address);
    expect(argumentsOf(call)).to.deep.equal([
      ...[7n, 2n, 3n],
      `0x${digits.repeat(3)}${other.slice(2)}`,
      ["0x12", "0x34", "0x"],
      ...["0x", 0n],
    ]);
    expect(argumentsOf(callOf([ITEM], "0xc0ffee", 4)).slice(5)).to.deep.equal(["0xc0ffee", 4n]);
  });

  it("has a record of holder and seat for each right in a class with seats", () => {
    const digits = holder.slice(2).toLowerCase();
    const call = callOf([{ ...ITEM, quantity: 3, seats: [0, 258, 2 ** 24 - 1] }]);
    expect(argumentsOf(call)[3]).to.equal(`0x${digits}000000${digits}000102${digits}ffffff`);
  });

  it("has at most 130,000 bytes", () => {
    const bare = dataLength(callOf([ITEM]).data);
    // The ABI pads hook data to words of 32 bytes.
    const most = 32 * Math.floor((130_000 - bare) / 32);
    const hookData = (bytes: number): Hex => `0x${"00".repeat(bytes)}`;
    expect(dataLength(callOf([ITEM], hookData(most)).data)).to.equal(bare + most);
    expect(() => callOf([ITEM], hookData(most + 1)))
      .to.throw(`The call has ${bare + most + 32} bytes, ${most + 1} of them hookData. Nodes take 130000.`)
      .with.property("code", "CALL_TOO_LARGE");
  });
});
