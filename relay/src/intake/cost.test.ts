import { expect } from "chai";
import { interfaces } from "doorkey/abi";
import type { Address, Hex } from "doorkey/buyer";
import type { EthCall } from "../chain/ChainView.ts";
import { ETHEREUM } from "../chain/chains.ts";
import { encodeExecute, soloGas } from "../engine/index.ts";
import { costOfAct, costOfRequest, costOfReturn } from "./cost.ts";
import type { Intake } from "./Intake.ts";

const address = (digit: string) => `0x${digit.repeat(40)}` as Address;
const contracts = { GasRelayForwarder: address("1"), EntryRightRegistry: address("4") };

/** What is asked of the chain below, where each call takes 5 gas and a fee of 3 wei; gas costs 7 wei. */
function intakeOn(asked: EthCall[]): Intake {
  return {
    config: () => ({ chain: { contracts, traits: ETHEREUM } }),
    gasPrice: async () => 7n,
    chain: {
      l1Cost: async (call: EthCall) => {
        asked.push(call);
        return { gas: 5, fee: 3n };
      },
    },
  } as unknown as Intake;
}
const costOf = (gas: number, dataBytes: number) => ({
  ...{ gas: BigInt(soloGas({ gas, dataBytes }, ETHEREUM.gas) + 5), gasPrice: 7n, l1Fee: 3n },
});

describe("what an item is likely to cost", () => {
  it("is that of a transaction with this request alone", async () => {
    const request = {
      from: address("a"),
      to: address("4"),
      gas: "90000",
      nonce: "1",
      deadline: 9,
      relayer: address("0"),
    };
    const signed = {
      request: { ...request, data: `0x${"12".repeat(32)}` as Hex },
      signature: `0x${"11".repeat(65)}` as Hex,
    };
    const asked: EthCall[] = [];
    expect(await costOfRequest(intakeOn(asked), signed)).to.deep.equal(costOf(90_000, 32));
    expect(asked).to.deep.equal([{ to: contracts.GasRelayForwarder, data: encodeExecute([signed]) }]);
  });

  it("is that of a transaction with this return alone", async () => {
    const signed = { rightId: "9", count: 2, rebinds: 0, expiresAt: "99", signature: `0x${"11".repeat(66)}` as Hex };
    const asked: EthCall[] = [];
    expect(await costOfReturn(intakeOn(asked), signed, 123_456)).to.deep.equal(costOf(123_456, 5 * 32 + 66));
    const data = interfaces.EntryRightRegistry.encodeFunctionData("returnRights", [[signed]]);
    expect(asked).to.deep.equal([{ to: contracts.EntryRightRegistry, data }]);
  });

  it("is that of a transaction with this act", async () => {
    const call = { to: address("5"), data: "0x1234567890" as Hex };
    const asked: EthCall[] = [];
    expect(await costOfAct(intakeOn(asked), call, 50_000)).to.deep.equal(costOf(50_000, 5));
    expect(asked).to.deep.equal([call]);
  });
});
