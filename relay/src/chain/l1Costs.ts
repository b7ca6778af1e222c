/** What a transaction's data costs on the chain below. */

import type { Address, Hex } from "doorkey";
import { Interface } from "ethers";
import type { ChainView } from "./ChainView.ts";
import type { ChainTraits } from "./chains.ts";

/** More gas within the transaction, and a fee on top of gas times price, in wei. */
export type L1Cost = { readonly gas: number; readonly fee: bigint };

const NOTHING: L1Cost = { gas: 0, fee: 0n };

const oracle = new Interface([
  "function getL1FeeUpperBound(uint256 unsignedTxSize) view returns (uint256)",
  "function getL1Fee(bytes data) view returns (uint256)",
]);
const ORACLE: Address = "0x420000000000000000000000000000000000000F";

const node = new Interface([
  "function gasEstimateL1Component(address to, bool contractCreation, bytes data) view returns (uint64 gas, uint256 baseFee, uint256 l1BaseFee)",
]);
const NODE: Address = "0x00000000000000000000000000000000000000C8";

/** Bytes of a transaction beside its call data: nonce, prices, limit, target and signature. */
const AROUND = 120;

type Data = { readonly to: Address; readonly data: Hex };

/**
 * What each of these calls costs on the chain below, as a transaction. A chain that does not answer counts as one without
 * such costs: its receipts say what was paid, and its gas estimates contain the gas.
 */
export async function l1Costs(
  view: Pick<ChainView, "calls">,
  { fees }: Pick<ChainTraits, "fees">,
  calls: readonly Data[],
): Promise<readonly L1Cost[]> {
  if (fees === "ethereum" || calls.length === 0) return calls.map(() => NOTHING);
  return fees === "op-stack" ? opStackCosts(view, calls) : arbitrumCosts(view, calls);
}

async function opStackCosts(view: Pick<ChainView, "calls">, calls: readonly Data[]): Promise<readonly L1Cost[]> {
  const sizes = calls.map(({ data }) => data.length / 2 - 1 + AROUND);
  const bounds = await view.calls(
    sizes.map((size) => ({ to: ORACLE, data: oracle.encodeFunctionData("getL1FeeUpperBound", [size]) as Hex })),
  );
  // Before Fjord there is no upper bound.
  const old = await view.calls(
    calls.flatMap(({ data }, i) =>
      wordIn(bounds[i]) === undefined
        ? [{ to: ORACLE, data: oracle.encodeFunctionData("getL1Fee", [data]) as Hex }]
        : [],
    ),
  );
  let asked = 0;
  return calls.map((_, i) => ({ gas: 0, fee: wordIn(bounds[i]) ?? wordIn(old[asked++]) ?? 0n }));
}

async function arbitrumCosts(view: Pick<ChainView, "calls">, calls: readonly Data[]): Promise<readonly L1Cost[]> {
  const answers = await view.calls(
    calls.map(({ to, data }) => ({
      to: NODE,
      data: node.encodeFunctionData("gasEstimateL1Component", [to, false, data]) as Hex,
    })),
  );
  // The price of the chain below moves between now and the block.
  return answers.map((answer) => ({ gas: Math.ceil((Number(wordIn(answer) ?? 0n) * 5) / 4), fee: 0n }));
}

type Answer = Awaited<ReturnType<ChainView["calls"]>>[number];

/** The first word of what a call returned. */
function wordIn(answer: Answer | undefined): bigint | undefined {
  return answer?.success === true && answer.data.length >= 66 ? BigInt(answer.data.slice(0, 66)) : undefined;
}
