import { expect } from "chai";
import { interfaces } from "doorkey/abi";
import type { Address, Hex } from "doorkey/buyer";
import { eventsNamed } from "./eventsNamed.ts";

const address = (digit: string) => `0x${digit.repeat(40)}` as Address;
const contracts = {
  GasRelayForwarder: address("1"),
  AgentRegistry: address("2"),
  EventRegistry: address("3"),
  EntryRightRegistry: address("4"),
};
const revoke = (count: number) =>
  interfaces.EntryRightRegistry.encodeFunctionData("revoke", [
    Array.from({ length: count }, (_, i) => BigInt(i + 1) << 32n),
    `0x${"00".repeat(32)}`,
  ]) as Hex;

describe("eventsNamed", () => {
  it("lists the events of a call to the suite, 256 at most", () => {
    const to = contracts.EntryRightRegistry;
    expect(eventsNamed(contracts, { to, data: revoke(2) })).to.deep.equal([1, 2]);
    const all = Array.from({ length: 256 }, (_, i) => i + 1);
    for (const count of [256, 257]) {
      expect(eventsNamed(contracts, { to, data: revoke(count) })).to.deep.equal(all);
    }
  });

  it("is empty for what names none, or cannot be read", () => {
    const calls: readonly (readonly [Address, Hex])[] = [
      [address("9"), revoke(2)],
      [contracts.GasRelayForwarder, "0x"],
      [contracts.EntryRightRegistry, "0x12345678"],
      [contracts.EntryRightRegistry, revoke(2).slice(0, 40) as Hex],
      [contracts.EventRegistry, interfaces.EventRegistry.encodeFunctionData("setActive", [7, true]) as Hex],
    ];
    for (const [to, data] of calls) expect(eventsNamed(contracts, { to, data }), data).to.deep.equal([]);
  });
});
