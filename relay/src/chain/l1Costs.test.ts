import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import { toBeHex } from "ethers";
import type { CallResult, EthCall } from "./ChainView.ts";
import { chainTraits } from "./chains.ts";
import { l1Costs } from "./l1Costs.ts";

const to: Address = `0x${"ab".repeat(20)}`;
const call = { to, data: `0x${"ff".repeat(100)}` as Hex };
const word = (value: number): CallResult => ({ success: true, data: toBeHex(value, 32) as Hex });
const refused: CallResult = { success: false, revertData: "0x", message: "reverted", gasTooLow: false };

/** A node whose contracts answer by the selector of the question. */
function nodeWith(answers: Readonly<Record<string, CallResult>>) {
  const asked: EthCall[] = [];
  const calls = async (questions: readonly EthCall[]) => {
    asked.push(...questions);
    return questions.map(({ data }) => answers[data.slice(0, 10)] ?? refused);
  };
  return { calls, asked };
}

describe("l1Costs", () => {
  const [bound, fee, component] = ["0xf1c7a58b", "0x49948e0e", "0x77d488a2"] as const;

  it("asks nothing on a chain without another one below", async () => {
    const node = nodeWith({});
    expect(await l1Costs(node, chainTraits(1), [call])).to.deep.equal([{ gas: 0, fee: 0n }]);
    expect(node.asked).to.deep.equal([]);
  });

  it("takes the upper bound of an OP-stack chain, or its fee where there is no bound", async () => {
    const traits = chainTraits(10);
    expect(await l1Costs(nodeWith({ [bound]: word(7) }), traits, [call, call])).to.deep.equal([
      { gas: 0, fee: 7n },
      { gas: 0, fee: 7n },
    ]);
    expect(await l1Costs(nodeWith({ [fee]: word(5) }), traits, [call])).to.deep.equal([{ gas: 0, fee: 5n }]);
    expect(await l1Costs(nodeWith({}), traits, [call])).to.deep.equal([{ gas: 0, fee: 0n }]);
  });

  it("takes Arbitrum's gas and a quarter more", async () => {
    const traits = chainTraits(42_161);
    expect(await l1Costs(nodeWith({ [component]: word(40_000) }), traits, [call])).to.deep.equal([
      { gas: 50_000, fee: 0n },
    ]);
    expect(await l1Costs(nodeWith({}), traits, [call])).to.deep.equal([{ gas: 0, fee: 0n }]);
  });
});
