import type { Address, Hex } from "doorkey/buyer";
import type { WireForwardRequest } from "doorkey/relay";
import type { Config } from "../config/Config.ts";
import { budgetLimits } from "../policy/budgetLimits.ts";
import type { PolicyFacts } from "../policy/PolicyFacts.ts";
import type { RateLimits } from "../policy/rateLimits.ts";
import type { Sponsor } from "../policy/Sponsor.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import { type Db, periodsOf, type Reservation, type Usage } from "../storage/index.ts";
import type { IntakeChain } from "./intakeChain.ts";
import type { RelayState } from "./relayers.ts";

/** What the intake works with. Clock and configuration are functions, because both change. */
export type Intake = {
  readonly config: () => Config;
  readonly db: Db;
  readonly chain: IntakeChain;
  /** The chain's facts, remembered for some seconds. */
  readonly facts: PolicyFacts;
  readonly limits: () => RateLimits;
  /** Signers and pauses, at most a second old. */
  readonly state: () => Promise<RelayState>;
  /** The same, read again. */
  readonly freshState: () => Promise<RelayState>;
  readonly now: () => Date;
  /** Wakes the engine of this process when something was queued. */
  readonly wake: () => void;
  readonly digestOf: (request: WireForwardRequest) => Hex;
  /** What gas costs now, in wei: what a request is likely to pay, at most `maxFeePerGas`. */
  readonly gasPrice: () => Promise<bigint>;
};

/** Who makes a call to the service. */
export type Caller = {
  /** The address, or its network: see `networkOf`. */
  readonly ip: string;
  /** Hash of the API key that came with the call. */
  readonly keyHash: string | undefined;
};

/**
 * Counts the calls in a body under their API key. Without a key it counts them under the caller's address, where the
 * first one was counted before the body was read. Call it before anything asks the chain for each of them.
 *
 * @throws RATE_LIMITED with the seconds to wait.
 */
export async function countCalls({ limits }: Intake, { ip, keyHash }: Caller, calls: number): Promise<void> {
  if (keyHash !== undefined) refuseIfLimited(await limits().count("key", keyHash, calls));
  else if (calls > 1) refuseIfLimited(await limits().count("ip", ip, calls - 1));
}

/**
 * Counts a call of a sender, for each caller apart, so that no caller can use up the limit of another's key.
 *
 * @throws RATE_LIMITED with the seconds to wait.
 */
export async function countSender({ limits }: Intake, { keyHash, ip }: Caller, from: Address): Promise<void> {
  refuseIfLimited(await limits().count("sender", `${keyHash ?? ip} ${from.toLowerCase()}`));
}

export function refuseIfLimited(wait: number | undefined): void {
  if (wait !== undefined) throw new ProblemError("RATE_LIMITED", { retryAfter: wait });
}

/** @throws RELAY_DRAINING, RELAY_PAUSED or SPONSOR_PAUSED. */
export function refuseIfPaused({ paused }: RelayState, sponsor: Sponsor): void {
  if (paused.has("intake")) throw new ProblemError("RELAY_DRAINING", { retryAfter: 60 });
  if (paused.has("all")) throw new ProblemError("RELAY_PAUSED", { retryAfter: 30 });
  if (paused.has(`sponsor:${sponsor.id}`)) throw new ProblemError("SPONSOR_PAUSED", { retryAfter: 30 });
}

/**
 * The later one of the chain's clock and this machine's, in seconds. A chain without blocks for a while has an old clock,
 * and its next block jumps ahead; a machine's clock may be behind. Deadlines are given and bounded by the same clock, so
 * that a relay whose clock is set ahead does not refuse what it prepared.
 *
 * @param time The chain's clock.
 */
export function latestClock({ now }: Pick<Intake, "now">, time: number): number {
  return Math.max(time, Math.floor(now().getTime() / 1_000));
}

/** What a request is likely to cost: gas, the price of gas, and a fee on the chain below. */
export type Cost = { readonly gas: bigint; readonly gasPrice: bigint; readonly l1Fee: bigint };

/** What a sponsor must have left for a request, today and this month. */
export function reservationOf(
  { now }: Intake,
  { keyHash }: Caller,
  { budget }: Sponsor,
  { gas, gasPrice, l1Fee }: Cost,
): Reservation {
  const keyless = keyHash === undefined;
  return { wei: gas * gasPrice + l1Fee, limits: budgetLimits(budget, periodsOf(now()), keyless) };
}

/**
 * Refuses early what the budget cannot pay. Only the reservation, when the request is stored, decides.
 *
 * @param usage What the sponsor reserved and used, at least in the periods of the reservation.
 * @throws BUDGET_EXHAUSTED
 */
export function refuseIfPoor(usage: readonly Usage[], { wei, limits }: Reservation): void {
  for (const { period, limitWei } of limits) {
    const { reservedWei = 0n, usedWei = 0n } = usage.find((one) => one.period === period) ?? {};
    if (reservedWei + usedWei + wei > limitWei) throw overBudget(period);
  }
}

export function overBudget(period: string): ProblemError {
  const [time, share] = period.split("/");
  const whose = share === undefined ? "" : " for calls without a key";
  return new ProblemError("BUDGET_EXHAUSTED", { detail: `What is left for ${time}${whose} does not cover this call.` });
}
