/** From batches to transactions: how much gas they get, and what they may cost. */

import { expect } from "chai";
import type { Hex } from "doorkey";
import { toBeHex } from "ethers";
import { type CallResult, type ChainView, chainView, type EthCall } from "../chain/ChainView.ts";
import { type ChainTraits, ETHEREUM } from "../chain/chains.ts";
import type { RequestRow } from "../storage/tables.ts";
import { callFor } from "./calldata.ts";
import { candidateOf } from "./candidateOf.ts";
import type { EngineContext } from "./EngineContext.ts";
import { defaultOptions } from "./EngineOptions.ts";
import { executionGas, gasLimitOf } from "./gasLimit.ts";
import { type Batch, planTransactions } from "./plan.ts";
import { createShapes } from "./shapes.ts";

const [signer, forwarder, target] = ["77", "11", "66"].map((byte) => `0x${byte.repeat(20)}`) as [Hex, Hex, Hex];
const suite = { chainId: 31337, forwarder, rightsRegistry: target };
const FEES = { maxFee: 7n, maxTip: 1n };
const MOST = 15_000_000;

/** A request for a function of its own kind, so that no transaction has the shape of another one's. */
function request(n: number, selector: Hex = "0x12345678"): RequestRow {
  const signed = {
    from: target,
    to: target,
    gas: "90000",
    nonce: String(n),
    deadline: 9,
    relayer: target,
    data: selector,
  };
  return {
    ...{ digest: toBeHex(n, 32), kind: "request", from_address: target, to_address: target, selector, gas: 90_000 },
    ...{ max_batch: 1_000, payload: { request: signed, signature: `0x${"12".repeat(65)}` } },
  } as RequestRow;
}
const requests = (count: number, selector?: Hex) => Array.from({ length: count }, (_, i) => request(i, selector));
const computed = (rows: readonly RequestRow[]) =>
  gasLimitOf(callFor(suite, rows).data, executionGas(rows.map(candidateOf), ETHEREUM.gas));
const estimate = (gas: number, bytes?: number): CallResult => ({ success: true, data: toBeHex(gas, bytes) as Hex });

/** A relay that remembers estimates, at a node that estimates as the test says. */
function relayAt(
  estimates: (calls: readonly EthCall[]) => readonly (CallResult | undefined)[] | Error,
  traits: Partial<ChainTraits> = {},
) {
  const asked: EthCall[] = [];
  const bare = chainView({ url: "", call: async () => "0x", batch: async () => [] });
  const view = {
    ...bare,
    estimates: async (calls: readonly EthCall[]) => {
      asked.push(...calls);
      const answer = estimates(calls);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    // What the chain below takes: a fee of 11 wei, or 400 gas.
    calls: async (calls: readonly EthCall[]) =>
      calls.map(({ to }) => ({ success: true, data: toBeHex(to.endsWith("c8") || to.endsWith("C8") ? 400 : 11, 32) })),
  } as unknown as ChainView;
  const options = { ...defaultOptions, traits: { ...ETHEREUM, ...traits } };
  const context = { suite, options, shapes: createShapes() } as unknown as EngineContext;
  const plan = (batches: readonly Batch[], maxGas = MOST) =>
    planTransactions(context, { signer, epoch: 1 }, view, batches, FEES, maxGas);
  return { plan, asked };
}
const unasked = (rows: readonly RequestRow[], unused = 0): Batch => ({ rows, unused });

describe("planTransactions", () => {
  it("gives what the relay computes if the node estimates less", async () => {
    const rows = requests(3);
    const { plan, asked } = relayAt(() => [estimate(21_000)]);
    const [only] = await plan([unasked(rows)]);
    const gasLimit = computed(rows);
    expect(only).to.deep.equal({ rows, ...callFor(suite, rows), gasLimit, maxCost: BigInt(gasLimit) * 7n });
    expect(asked).to.deep.equal([{ from: signer, ...callFor(suite, rows) }]);
  });

  it("gives a tenth more than the node estimates if that is more, and what the calls left of their gas", async () => {
    const rows = requests(3);
    const gas = computed(rows);
    const { plan } = relayAt(() => [estimate(2 * gas, 7)]);
    const [only] = await plan([unasked(rows, 5_000)]);
    expect(only?.gasLimit).to.be.closeTo(2.2 * gas + 5_000, 2);
    expect(only?.maxCost).to.equal(BigInt(only?.gasLimit ?? 0) * 7n);
  });

  it("asks the node once about transactions of one shape", async () => {
    const [rows, others] = [requests(3), requests(3, "0x87654321")];
    const gas = computed(rows);
    const { plan, asked } = relayAt((calls) => calls.map((_, i) => estimate((2 + i) * gas)));
    const [first, second] = await plan([unasked(rows), unasked(others)]);
    expect(first?.gasLimit).to.be.closeTo(2.2 * gas, 2);
    expect(second?.gasLimit).to.be.closeTo(3.3 * gas, 3);
    const again = await plan([unasked(rows), unasked(others)]);
    expect(again.map(({ gasLimit }) => gasLimit)).to.deep.equal([first?.gasLimit, second?.gasLimit]);
    expect(asked).to.have.length(2);
  });

  it("does with what it computes if the node does not estimate, or not in earnest", async () => {
    const rows = requests(2);
    const gas = computed(rows);
    const failed: CallResult = { success: false, revertData: "0x", message: "reverted", gasTooLow: false };
    for (const answer of [
      undefined,
      failed,
      { success: undefined, message: "busy" } as const,
      estimate(2 * gas, 32),
      estimate(15 * gas),
    ]) {
      const [only] = await relayAt(() => [answer]).plan([unasked(rows)]);
      expect(only?.gasLimit).to.equal(gas);
    }
    const [silent] = await relayAt(() => new Error("no answer")).plan([unasked(rows)]);
    expect(silent?.gasLimit).to.equal(gas);
    expect(await relayAt(() => []).plan([])).to.deep.equal([]);
  });

  it("believes an estimate up to sixteen times what it computes", async () => {
    const rows = requests(1);
    const gas = computed(rows);
    const most = Math.floor((16 * gas) / 1.1);
    const [only] = await relayAt(() => [estimate(most)]).plan([unasked(rows)]);
    expect(only?.gasLimit).to.be.closeTo(16 * gas, 16);
  });

  it("cuts a batch in half, and again, until it fits", async () => {
    const rows = requests(9);
    const gas = computed(rows);
    const estimated = () => [estimate(2 * gas)];
    const kept = async (most: number) => {
      const [only] = await relayAt(estimated).plan([unasked(rows)], most);
      return { count: only?.rows.length, data: only?.data, gasLimit: only?.gasLimit ?? 0 };
    };
    expect((await kept(Math.ceil(2.2 * gas) + 2)).count).to.equal(9);
    const half = await kept(Math.floor(2.2 * gas) - 2);
    expect([half.count, half.data]).to.deep.equal([4, callFor(suite, rows.slice(0, 4)).data]);
    expect(half.gasLimit).to.be.closeTo(2.2 * computed(rows.slice(0, 4)), 3);
    expect((await kept(Math.floor(2.2 * computed(rows.slice(0, 4))) - 2)).count).to.equal(2);
    // What fits exactly is not cut.
    const exactly = async (most: number) => {
      const [only] = await relayAt(() => [estimate(21_000)]).plan([unasked(rows)], most);
      return only?.rows.length;
    };
    expect([await exactly(gas), await exactly(gas - 1)]).to.deep.equal([9, 4]);
  });

  it("gives one request alone what there is, and never less than it computes", async () => {
    const rows = requests(1);
    const gas = computed(rows);
    const limitOf = async (most: number) =>
      (await relayAt(() => [estimate(2 * gas)]).plan([unasked(rows)], most))[0]?.gasLimit;
    expect(await limitOf(gas + 1_000)).to.equal(gas + 1_000);
    expect(await limitOf(gas - 1_000)).to.equal(gas);
  });

  it("adds what the chain below takes: as a fee on an OP-stack, as gas on Arbitrum", async () => {
    const rows = requests(1);
    const gas = computed(rows);
    const on = async (fees: ChainTraits["fees"]) => (await relayAt(() => [], { fees }).plan([unasked(rows)]))[0];
    expect(await on("op-stack")).to.deep.include({ gasLimit: gas, maxCost: BigInt(gas) * 7n + 11n });
    // Arbitrum's gas with a quarter more.
    expect(await on("arbitrum")).to.deep.include({ gasLimit: gas + 500, maxCost: BigInt(gas + 500) * 7n });
  });
});
