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

/** What the intake works with. Clock and configuration are asked for each time: both move. */
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
  /** Tells the engine of this process that something was queued. */
  readonly wake: () => void;
  readonly digestOf: (request: WireForwardRequest) => Hex;
};

/** Who makes a call to the service. */
export type Caller = {
  /** Or the network of it: see `networkOf`. */
  readonly ip: string;
  /** Of the API key that came along. */
  readonly keyHash: string | undefined;
};

/**
 * Counts the calls in a body under the key that they came with; without one, under where they came from, where the
 * first of them was counted before it was read. To come before what asks the chain for each of them.
 *
 * @throws RATE_LIMITED with the seconds to wait.
 */
export async function countCalls({ limits }: Intake, { ip, keyHash }: Caller, calls: number): Promise<void> {
  if (keyHash !== undefined) refuseIfLimited(await limits().count("key", keyHash, calls));
  else if (calls > 1) refuseIfLimited(await limits().count("ip", ip, calls - 1));
}

/**
 * Counts a call of a sender. Under the caller's own name: nobody can use up what a stranger's key may send.
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
