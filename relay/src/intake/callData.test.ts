import { expect } from "chai";
import { interfaces } from "doorkey/abi";
import type { Address, Hex } from "doorkey/buyer";
import { concat, type Interface, type ParamType, randomBytes, toBeHex, ZeroHash } from "ethers";
import type { SuiteAddresses } from "../policy/SuiteAddresses.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import { chargedGas, refusePadded } from "./callData.ts";

const at = (digit: string): Address => `0x${digit.repeat(40)}`;
const contracts: SuiteAddresses = {
  GasRelayForwarder: at("1"),
  AgentRegistry: at("2"),
  EventRegistry: at("3"),
  EntryRightRegistry: at("4"),
};
const { EntryRightRegistry: rights, EventRegistry: events } = interfaces;

const grant = (records: number, hookBytes = 0): Hex =>
  rights.encodeFunctionData("grant", [
    7,
    1,
    2,
    concat(Array.from({ length: records }, () => at("a"))),
    [],
    randomBytes(hookBytes),
    records,
  ]) as Hex;

const fault = (to: Address, data: Hex): string | undefined => {
  try {
    refusePadded(contracts, { to, data });
    return undefined;
  } catch (error) {
    return error instanceof ProblemError ? error.code : String(error);
  }
};

describe("call data", () => {
  it("passes in its own encoding, with values of any length and in lists", () => {
    const returned = { rightId: 5n, count: 1, rebinds: 0, expiresAt: 9n, signature: randomBytes(66) };
    for (const data of [
      grant(0),
      grant(1),
      grant(33, 70),
      rights.encodeFunctionData("returnRights", [[]]) as Hex,
      rights.encodeFunctionData("returnRights", [[returned, { ...returned, signature: randomBytes(5) }]]) as Hex,
    ]) {
      expect(fault(contracts.EntryRightRegistry, data)).to.equal(undefined);
    }
    expect(fault(contracts.EventRegistry, events.encodeFunctionData("cancel", [7]) as Hex)).to.equal(undefined);
  });

  it("passes for every function of the suite, and is refused with a word more, with both sizes", () => {
    const sample = (type: ParamType): unknown => {
      if (type.arrayChildren) {
        const items = type.arrayLength === -1 ? 3 : Number(type.arrayLength);
        return Array.from({ length: items }, () => sample(type.arrayChildren as ParamType));
      }
      if (type.components) return type.components.map(sample);
      if (type.baseType === "bool") return true;
      if (type.baseType === "string") return "a text of more than thirty-two bytes";
      if (type.baseType === "address") return at("a");
      if (type.baseType === "bytes") return randomBytes(70);
      return type.baseType.startsWith("bytes") ? randomBytes(Number(type.baseType.slice(5))) : 1;
    };
    const suite = { ...contracts, Ballot: at("5"), DrandBeacon: at("6"), MerkleSaleHook: at("7") };
    let tried = 0;
    for (const [name, to] of Object.entries(suite)) {
      const abi: Interface = interfaces[name as keyof typeof suite];
      abi.forEachFunction((fragment) => {
        const data = abi.encodeFunctionData(fragment, fragment.inputs.map(sample));
        expect(() => refusePadded(suite, { to, data: data as Hex }), fragment.name).not.to.throw();
        const bytes = data.length / 2 - 1;
        const padded = () => refusePadded(suite, { to, data: concat([data, ZeroHash]) as Hex });
        const detail = `The call data has ${bytes + 32} bytes, but the encoding of its arguments takes ${bytes}.`;
        expect(padded, fragment.name).to.throw(ProblemError).that.includes({ code: "DATA_TOO_LARGE", detail });
        tried++;
      });
    }
    expect(tried).to.be.above(50);
  });

  it("is refused with one byte more, or with a long tail", () => {
    for (const bytes of [1, 32, 98_304]) {
      const tail = `0x${"ff".repeat(bytes)}`;
      expect(fault(contracts.EntryRightRegistry, concat([grant(2), tail]) as Hex)).to.equal("DATA_TOO_LARGE");
      const cancel = events.encodeFunctionData("cancel", [7]);
      expect(fault(contracts.EventRegistry, concat([cancel, tail]) as Hex)).to.equal("DATA_TOO_LARGE");
    }
  });

  it("with a gap between its parts is refused too", () => {
    const data = rights.encodeFunctionData("returnRights", [[]]);
    // The list begins a word later than it could.
    const gap = concat([data.slice(0, 10), toBeHex(64, 32), toBeHex(0, 32), toBeHex(0, 32)]) as Hex;
    expect(fault(contracts.EntryRightRegistry, gap)).to.equal("DATA_TOO_LARGE");
  });

  it("that points to itself again and again is read in linear time", () => {
    const words = 2_900;
    // A list of returns of which each begins at the list's own first word.
    const body = Array.from({ length: words }, () => toBeHex(0, 32));
    const data = concat([
      rights.encodeFunctionData("returnRights", [[]]).slice(0, 10),
      toBeHex(32, 32),
      toBeHex(words, 32),
      ...body,
    ]) as Hex;
    expect(fault(contracts.EntryRightRegistry, data)).to.equal(undefined);
  });

  it("to other contracts and of other functions is not judged", () => {
    expect(fault(at("9"), grant(1))).to.equal(undefined);
    expect(fault(contracts.EntryRightRegistry, "0x12345678ff")).to.equal(undefined);
  });

  it("is charged the floor of its price, or what it asks for if that is more", () => {
    const tail: Hex = `0x${"ff".repeat(98_304)}`;
    expect(chargedGas(20_000n, tail)).to.equal(24n * 98_304n);
    expect(chargedGas(5_000_000n, tail)).to.equal(5_000_000n);
    expect(chargedGas(20_000n, "0x0000ff")).to.equal(20_000n);
  });
});
