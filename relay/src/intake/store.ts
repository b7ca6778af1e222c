/** The last steps of the intake: answer known items, refuse what may not wait, store the rest. */

import type { Address, Hex } from "doorkey/buyer";
import type { Sponsor } from "../policy/Sponsor.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import {
  type Enqueued,
  enqueue,
  failuresOf,
  type NewRequest,
  pendingOf,
  type Reservation,
  type Usage,
  usageOf,
} from "../storage/index.ts";
import {
  type Caller,
  type Cost,
  type Intake,
  overBudget,
  refuseIfPaused,
  refuseIfPoor,
  reservationOf,
} from "./Intake.ts";
import { type Answer, checkUnanswered, type Item, requireSet, unansweredItems } from "./Item.ts";
import { knownStatuses } from "./lookups.ts";
import type { RelayState } from "./relayers.ts";

const HOUR = 3_600_000;

/** Answers an item that is stored already with its status, even if policy or chain have changed since (F20). */
export async function answerKnown<sent>({ db }: Intake, items: readonly Item<sent>[]): Promise<void> {
  const statuses = await knownStatuses(
    db,
    items.flatMap(({ digest }) => digest ?? []),
  );
  for (const item of items) {
    const { digest } = item;
    if (digest === undefined) continue;
    const status = statuses.get(digest.toLowerCase());
    if (status !== undefined) item.answer = { digest, status };
  }
}

/** The sender of an item, its sponsor, and what it is likely to cost. */
export type Wish = { readonly from: Address; readonly sponsor: Sponsor; readonly cost: Cost };

/** Refuses what an operator paused, what the budget cannot pay, and what would crowd out other senders. */
export async function refuseUnwelcome<sent>(
  intake: Intake,
  caller: Caller,
  state: RelayState,
  items: readonly Item<sent>[],
  wishOf: (item: Item<sent>) => Wish,
): Promise<void> {
  const open = unansweredItems(items);
  const { queuedPerSender, failuresPerHour } = intake.config().requests;
  const wishes = new Map(
    open.map((item) => {
      const { from, sponsor, cost } = wishOf(item);
      const reservation = reservationOf(intake, caller, sponsor, cost);
      return [item, { sender: from.toLowerCase() as Address, sponsor, reservation }];
    }),
  );
  const senders = [...new Set([...wishes.values()].map(({ sender }) => sender))];
  const waiting = await pendingOf(intake.db, senders);
  const failures = await failuresOf(intake.db, senders, new Date(intake.now().getTime() - HOUR));
  const usage = await usageOfSponsors(intake, [...wishes.values()]);
  const ahead = new Map<Address, number>();

  await checkUnanswered(items, (item) => {
    const { sender, sponsor, reservation } = requireSet(wishes.get(item));
    refuseIfPaused(state, sponsor);
    if ((failures.get(sender) ?? 0) >= failuresPerHour) throw new ProblemError("SENDER_BLOCKED", { retryAfter: 600 });
    refuseIfPoor(requireSet(usage.get(sponsor.id)), reservation);
    const before = (waiting.get(sender) ?? 0) + (ahead.get(sender) ?? 0);
    if (before >= queuedPerSender) throw new ProblemError("QUEUE_FULL", { retryAfter: 5 });
    ahead.set(sender, (ahead.get(sender) ?? 0) + 1);
  });
}

/** What the sponsors of these wishes reserved and used, by their ids. A body mostly has one sponsor. */
async function usageOfSponsors(
  { db }: Intake,
  wishes: readonly { readonly sponsor: Sponsor; readonly reservation: Reservation }[],
): Promise<ReadonlyMap<string, readonly Usage[]>> {
  const periods = new Map<string, Set<string>>();
  for (const { sponsor, reservation } of wishes) {
    const own = periods.get(sponsor.id) ?? new Set();
    for (const { period } of reservation.limits) own.add(period);
    periods.set(sponsor.id, own);
  }
  const usage = new Map<string, readonly Usage[]>();
  for (const [id, own] of periods) usage.set(id, await usageOf(db, id, [...own]));
  return usage;
}

/**
 * Stores what passed every check in one database transaction, which answers the open items. A refused item may have
 * been stored by another call meanwhile. It gets its status, because its own first arrival must not refuse it.
 */
export async function store<sent>(
  intake: Intake,
  items: readonly Item<sent>[],
  rowOf: (item: Item<sent>) => NewRequest,
): Promise<Answer[]> {
  const { db, wake } = intake;
  await answerKnown(
    intake,
    items.filter(({ answer }) => answer !== undefined && "problem" in answer),
  );
  const passed = unansweredItems(items);
  const rows = passed.map(rowOf);
  if (rows.length > 0) {
    const results = await enqueue(db, rows);
    if (results.some(({ result }) => result === "accepted")) wake();
    for (const [i, item] of passed.entries()) item.answer = answerOf(requireSet(rows[i]), requireSet(results[i]));
  }
  return items.map(({ answer }) => requireSet(answer));
}

function answerOf({ digest, sponsor }: NewRequest, enqueued: Enqueued): Answer {
  switch (enqueued.result) {
    case "accepted":
    case "again":
      return { digest, status: enqueued.status, sponsor };
    case "nonce_conflict":
      return { digest, problem: nonceTaken(enqueued.other) };
    case "rights_conflict":
      return { digest, problem: returnPending(enqueued.other) };
    case "over_budget":
      return { digest, problem: overBudget(enqueued.period) };
  }
}

export function nonceTaken(other: Hex): ProblemError {
  return new ProblemError("NONCE_TAKEN", { detail: `The nonce belongs to request ${other}.` });
}

export function returnPending(other: Hex): ProblemError {
  return new ProblemError("RETURN_PENDING", { detail: `They are part of ${other}.` });
}
