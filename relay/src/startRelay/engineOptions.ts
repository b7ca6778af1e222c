import type { Config } from "../config/Config.ts";
import type { EngineOptions } from "../engine/index.ts";

/** An idle relay looks at the chain so often, in milliseconds. What is queued anywhere wakes it at once. */
const IDLE_POLL_MS = 1_000;

/** How the engine works under a configuration. */
export function engineOptions({ chain, batches, fees, requests }: Config): Partial<EngineOptions> {
  return {
    traits: chain.traits,
    confirmations: chain.confirmations,
    leaseMs: batches.leaseSeconds * 1_000,
    maxInFlight: batches.maxInFlight,
    maxRequests: batches.maxRequests,
    maxPerFrom: batches.maxPerSender,
    flushGas: batches.flushGas,
    maxWaitMs: batches.maxWaitMs,
    maxGas: batches.maxGas,
    pollMs: batches.pollMs,
    idlePollMs: Math.max(batches.pollMs, IDLE_POLL_MS),
    bumpAfterMs: batches.bumpAfterSeconds * 1_000,
    maxFeeCap: fees.maxFeePerGas,
    minTip: fees.minPriorityFeePerGas,
    maxTip: fees.maxPriorityFeePerGas,
    lowBalanceWei: fees.lowBalance,
    // This leaves an accepted request at least a third of `minDeadlineSeconds` to wait in the queue.
    deadlineMarginSeconds: Math.floor((requests.minDeadlineSeconds * 2) / 3),
  };
}
