/** From batches to transactions with a gas limit and a highest cost. */

import type { Address, Hex } from "doorkey";
import type { ChainView } from "../chain/ChainView.ts";
import { l1Costs } from "../chain/l1Costs.ts";
import type { RequestRow } from "../storage/tables.ts";
import { callFor } from "./calldata.ts";
import { candidateOf } from "./candidateOf.ts";
import type { EngineContext, Lease } from "./EngineContext.ts";
import type { Fees } from "./fees.ts";
import { executionGas, gasLimitOf } from "./gasLimit.ts";

/** A transaction that may be built. */
export type Plan = {
  readonly rows: readonly RequestRow[];
  readonly to: Address;
  readonly data: Hex;
  readonly gasLimit: number;
  /** The most that it may cost, in wei, with what the chain below takes. */
  readonly maxCost: bigint;
};

/** A batch, and what each of its requests left of its signed gas when it was tried; 0 if that is not known. */
export type Batch = { readonly rows: readonly RequestRow[]; readonly unused: number };

/** An estimate of so many times what is computed is not an estimate. */
const MOST_RATIO = 16;

/** What is added to a node's estimate, in percent, because the state may change until the block. */
const MARGIN = 10;

/**
 * Plans a transaction for each batch. The limit is what the relay computes, or what the node estimates for the real
 * transaction with a margin if that is more. A batch that needs more gas than a transaction may have is cut in half; what
 * was cut off waits.
 */
export async function planTransactions(
  context: EngineContext,
  lease: Lease,
  view: ChainView,
  batches: readonly Batch[],
  fees: Fees,
  maxGas: number,
): Promise<readonly Plan[]> {
  const calls = batches.map(({ rows }) => callOf(context, rows));
  const ratios = await ratiosOf(
    context,
    lease,
    view,
    calls.map((call, i) => ({ call, unused: batches[i]?.unused ?? 0 })),
  );
  const plans = calls.map((call, i) => {
    const ratio = ratios[i] ?? 1;
    return planOf(cut(context, call, ratio, maxGas), { ratio, maxGas, fees });
  });
  const costs = await l1Costs(view, context.options.traits, plans).catch((): undefined => undefined);
  return plans.map((plan, i) => {
    const { gas, fee } = costs?.[i] ?? { gas: 0, fee: 0n };
    const gasLimit = plan.gasLimit + gas;
    return { ...plan, gasLimit, maxCost: BigInt(gasLimit) * fees.maxFee + fee };
  });
}

/** How much more than computed each batch takes. Asks the node only about shapes that it was not asked about lately. */
async function ratiosOf(
  { shapes }: EngineContext,
  { signer: from }: Lease,
  view: ChainView,
  batches: readonly { readonly call: Call; readonly unused: number }[],
): Promise<number[]> {
  const unknown = batches.filter(({ call }) => shapes.ratioOf(call.rows) === undefined);
  const estimates = await view
    .estimates(unknown.map(({ call: { to, data } }) => ({ from, to, data })))
    .catch((): undefined => undefined);
  for (const [i, { call, unused }] of unknown.entries()) {
    const estimate = estimates?.[i];
    // Without an estimate, what is computed has to do.
    if (estimate?.success !== true || estimate.data.length > 16) continue;
    const needed = Math.ceil((Number(estimate.data) * (100 + MARGIN)) / 100) + unused;
    const ratio = needed / call.computed;
    if (ratio <= MOST_RATIO) shapes.remember(call.rows, ratio);
  }
  return batches.map(({ call }) => shapes.ratioOf(call.rows) ?? 1);
}

/** The call that carries rows, and the gas that the relay computes for it. */
type Call = ReturnType<typeof callFor> & { readonly rows: readonly RequestRow[]; readonly computed: number };

function callOf({ suite, options }: EngineContext, rows: readonly RequestRow[]): Call {
  const call = callFor(suite, rows);
  return { ...call, rows, computed: gasLimitOf(call.data, executionGas(rows.map(candidateOf), options.traits.gas)) };
}

/**
 * The first rows, as many as fit: all of them, or half, or half of these. One alone gets what there is if the estimate does
 * not fit, because the chain decides. `fillBatches` has found that it fits by what is computed.
 */
function cut(context: EngineContext, call: Call, ratio: number, maxGas: number): Call {
  let kept = call;
  while (kept.rows.length > 1 && kept.computed * ratio > maxGas) {
    kept = callOf(context, kept.rows.slice(0, Math.floor(kept.rows.length / 2)));
  }
  return kept;
}

type Terms = { readonly ratio: number; readonly maxGas: number; readonly fees: Fees };

function planOf({ rows, to, data, computed: least }: Call, { ratio, maxGas, fees }: Terms): Plan {
  const gasLimit = Math.max(least, Math.min(Math.ceil(least * ratio), maxGas));
  return { rows, to, data, gasLimit, maxCost: BigInt(gasLimit) * fees.maxFee };
}
