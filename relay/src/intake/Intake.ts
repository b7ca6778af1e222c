import type { Address, Hex } from "doorkey/buyer";
import type { WireForwardRequest } from "doorkey/relay";
import type { Config } from "../config/Config.ts";
import type { PolicyFacts } from "../policy/PolicyFacts.ts";
import type { RateLimits } from "../policy/rateLimits.ts";
import type { Sponsor } from "../policy/Sponsor.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import { type Db, periodsOf, type Reservation, usageOf } from "../storage/index.ts";
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

/** What a sponsor must have left for a request: its worst price, today and this month. */
export function reservationOf({ config, now }: Intake, { budget }: Sponsor, gas: bigint): Reservation {
  const [day, month] = periodsOf(now());
  return {
    wei: gas * config().fees.maxFeePerGas,
    limits: [
      { period: day, limitWei: budget.perDay },
      { period: month, limitWei: budget.perMonth },
    ],
  };
}

/**
 * Refuses early what the budget cannot pay. Only the reservation, when the request is stored, decides.
 *
 * @throws BUDGET_EXHAUSTED
 */
export async function refuseIfPoor({ db }: Intake, sponsor: Sponsor, { wei, limits }: Reservation): Promise<void> {
  const usage = await usageOf(
    db,
    sponsor.id,
    limits.map(({ period }) => period),
  );
  for (const [i, { period, limitWei }] of limits.entries()) {
    const used = (usage[i]?.reservedWei ?? 0n) + (usage[i]?.usedWei ?? 0n);
    if (used + wei > limitWei) throw overBudget(period);
  }
}

export function overBudget(period: string): ProblemError {
  return new ProblemError("BUDGET_EXHAUSTED", { detail: `What is left for ${period} does not cover this call.` });
}
