import { expect } from "chai";
import { chainView, type Head } from "../chain/ChainView.ts";
import type { RpcEndpoint } from "../chain/jsonRpc.ts";
import { suggestFees } from "./fees.ts";

const GWEI = 10n ** 9n;
const HEAD: Head = { number: 20, hash: "0x12", timestamp: 0, gasLimit: 60_000_000, baseFee: GWEI };
const POLICY = { maxFeeCap: 200n * GWEI, minTip: GWEI / 100n, maxTip: 50n * GWEI };

/** What a node says about 20 blocks of which the last ones have these tips and fullness. */
function nodeWith(blocks: readonly { readonly tip: bigint; readonly full: number }[]): RpcEndpoint {
  const empty = Array.from({ length: 20 - blocks.length }, () => ({ tip: 0n, full: 0 }));
  const all = [...empty, ...blocks];
  const hex = (value: bigint) => `0x${value.toString(16)}`;
  const answer = {
    oldestBlock: "0x1",
    baseFeePerGas: Array.from({ length: 21 }, () => hex(GWEI)),
    gasUsedRatio: all.map(({ full }) => full),
    reward: all.map(({ tip }) => [hex(tip)]),
  };
  return { url: "", call: async () => answer, batch: async () => [] };
}

const tipOf = async (blocks: Parameters<typeof nodeWith>[0]) =>
  suggestFees(await chainView(nodeWith(blocks), HEAD).feeHistory(), POLICY)?.maxTip;

describe("the tip", () => {
  const dear = 90n * GWEI;

  it("stays the lowest if three foreign transactions pay much in empty blocks", async () => {
    const block = { tip: dear, full: 21_000 / 60_000_000 };
    expect(await tipOf([block, block, block])).to.equal(POLICY.minTip);
  });

  it("follows blocks that are a quarter full, and no emptier ones", async () => {
    expect(await tipOf([{ tip: dear, full: 0.249 }])).to.equal(POLICY.minTip);
    expect(await tipOf([{ tip: 30n * GWEI, full: 0.25 }])).to.equal(30n * GWEI);
  });

  it("is at most the highest, and falls again when such blocks are gone", async () => {
    const block = { tip: dear, full: 1 };
    expect(await tipOf([block, block])).to.equal(POLICY.maxTip);
    const calm = Array.from({ length: 19 }, () => ({ tip: GWEI, full: 0.5 }));
    expect(await tipOf([block, ...calm])).to.equal(GWEI);
  });
});
