import { interfaces } from "doorkey/abi";
import type { Hex } from "doorkey/buyer";
import { drawCall } from "doorkey/relay";
import { unansweredOf } from "../chain/unanswered.ts";
import type { Recheck } from "../engine/EngineContext.ts";
import { type ProblemCode, problemTable } from "../problems/problemTable.ts";
import { type Db, type RequestRow, usageOf } from "../storage/index.ts";
import { limitOf } from "./budgetLimits.ts";
import { judgeUnder, type PolicyConfig, type SponsoredCall } from "./Policy.ts";
import type { PolicyFacts } from "./PolicyFacts.ts";
import { drawContractsOf } from "./SuiteAddresses.ts";

type Needs = { readonly config: () => PolicyConfig; readonly facts: PolicyFacts; readonly db: Db };
type Ends = Awaited<ReturnType<Recheck>>[number];

/**
 * Whether accepted requests are still sponsored when they are about to be sent. The configuration or the organizer of
 * an event may have changed since (F23). If a budget was lowered, the latest requests are rejected first. What is rejected
 * for another reason gives back its money, so that no other must go for it.
 *
 * @example
 * const recheck = policyRecheck({ config, facts, db });
 */
export function policyRecheck(needs: Needs): Recheck {
  return async (rows) => {
    // A node that fails about one row says nothing about the others.
    const refusals = await Promise.all(rows.map((row) => refusalOf(needs, row).catch(unansweredOf)));
    const ending = rows.filter((_, i) => typeof refusals[i] === "string");
    const open = rows.filter((_, i) => refusals[i] === undefined);
    const poor = await beyondBudget(needs, ending, open);
    return rows.map((row, i): Ends => {
      const refusal = refusals[i];
      if (typeof refusal === "object") return refusal;
      const code = refusal ?? (poor.has(row.digest) ? "BUDGET_EXHAUSTED" : undefined);
      return code && { state: "rejected", reason: { code, detail: problemTable[code].title } };
    });
  };
}

async function refusalOf({ config, facts }: Needs, row: RequestRow): Promise<ProblemCode | undefined> {
  const current = config();
  const sponsor = current.sponsors.find(({ id }) => id === row.sponsor);
  if (sponsor === undefined) return "SPONSOR_UNKNOWN";
  const verdict = await judgeUnder(current, sponsor, facts, callOf(current, row));
  if ("refusal" in verdict) return verdict.refusal;
  return row.gas > verdict.maxGas ? "GAS_TOO_HIGH" : undefined;
}

function callOf({ chain }: PolicyConfig, { payload, to_address: to }: RequestRow): SponsoredCall {
  if ("request" in payload) return { to, data: payload.request.data };
  if ("act" in payload) {
    const contracts = drawContractsOf(chain.contracts);
    return contracts === undefined ? { to, data: "0x" } : drawCall(contracts, [payload]);
  }
  return { to, data: interfaces.EntryRightRegistry.encodeFunctionData("returnRights", [[{ ...payload }]]) as Hex };
}

/** The latest of the open rows, as many as must go beside those that end anyway so that the other reservations fit. */
async function beyondBudget(
  { config, db }: Needs,
  ending: readonly RequestRow[],
  open: readonly RequestRow[],
): Promise<ReadonlySet<Hex>> {
  const beyond = new Set<Hex>();
  const latestFirst = open.toSorted((a, b) => Number(b.received_at) - Number(a.received_at));
  for (const { id, budget } of config().sponsors) {
    const mine = [...ending, ...latestFirst].filter(({ sponsor }) => sponsor === id);
    const periods = [...new Set(mine.flatMap((row) => row.reserved_periods))];
    if (periods.length === 0) continue;
    for (const { period, reservedWei, usedWei } of await usageOf(db, id, periods)) {
      let excess = reservedWei + usedWei - limitOf(budget, period);
      for (const row of mine) {
        if (excess <= 0n) break;
        if (!row.reserved_periods.includes(period)) continue;
        excess -= row.reserved_wei;
        beyond.add(row.digest);
      }
    }
  }
  return beyond;
}
