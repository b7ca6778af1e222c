import { expect } from "chai";
import type { Address } from "doorkey/buyer";
import { contractNamed, drawContractsOf, type SuiteAddresses } from "./SuiteAddresses.ts";

const address = (digit: string) => `0x${digit.repeat(40)}` as Address;
const suite: SuiteAddresses = {
  GasRelayForwarder: address("1"),
  AgentRegistry: address("2"),
  EventRegistry: address("3"),
  EntryRightRegistry: address("a"),
};
const Ballot = address("5");
const DrandBeacon = address("6");

describe("contractNamed", () => {
  it("finds the suite's contract at an address, in any case of letters", () => {
    expect(contractNamed(suite, address("2"))).to.equal("AgentRegistry");
    for (const to of [address("a"), address("A")]) expect(contractNamed(suite, to)).to.equal("EntryRightRegistry");
    expect(contractNamed({ ...suite, EntryRightRegistry: address("A") }, address("a"))).to.equal("EntryRightRegistry");
    expect(contractNamed(suite, Ballot)).to.equal(undefined);
    expect(contractNamed({ ...suite, Ballot }, Ballot)).to.equal("Ballot");
  });
});

describe("drawContractsOf", () => {
  it("needs both contracts of draws", () => {
    expect(drawContractsOf({ ...suite, Ballot, DrandBeacon })).to.deep.equal({ Ballot, DrandBeacon });
    for (const part of [{}, { Ballot }, { DrandBeacon }]) {
      expect(drawContractsOf({ ...suite, ...part })).to.equal(undefined);
    }
  });
});
