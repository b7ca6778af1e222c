/** The last steps of the intake: answer known items, refuse what may not wait, store the rest. */

import type { Address, Hex } from "doorkey/buyer";
import { memoize } from "../policy/memoize.ts";
import type { Sponsor } from "../policy/Sponsor.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import { type Enqueued, enqueue, failuresOf, type NewRequest, pendingOf } from "../storage/index.ts";
import {
  type Caller,
  type Cost,
  type Intake,
  overBudget,
  refuseIfPaused,
  refuseIfPoor,
  reservationOf,
} from "./Intake.ts";
import { type Answer, checkUnanswered, type Item, unansweredItems } from "./Item.ts";
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
    const status = digest && statuses.get(digest.toLowerCase());
    if (digest !== undefined && status !== undefined) item.answer = { digest, status };
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
  const { queuedPerSender, failuresPerHour } = intake.config().requests;
  const now = () => intake.now().getTime();
  const forever = { seconds: 3_600, now };
  const since = new Date(now() - HOUR);
  const waiting = memoize((from: Address) => pendingOf(intake.db, from), forever);
  const failures = memoize((from: Address) => failuresOf(intake.db, from, since), forever);
  const ahead = new Map<Address, number>();

  await checkUnanswered(items, async (item) => {
    const { from, sponsor, cost } = wishOf(item);
    const sender = from.toLowerCase() as Address;
    refuseIfPaused(state, sponsor);
    if ((await failures(sender)) >= failuresPerHour) throw new ProblemError("SENDER_BLOCKED", { retryAfter: 600 });
    await refuseIfPoor(intake, sponsor, reservationOf(intake, caller, sponsor, cost));
    // No `await` between reading and writing, because the items of one body are checked together.
    const inQueue = await waiting(sender);
    const before = ahead.get(sender) ?? 0;
    if (inQueue + before >= queuedPerSender) throw new ProblemError("QUEUE_FULL", { retryAfter: 5 });
    ahead.set(sender, before + 1);
  });
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
  const results = rows.length === 0 ? [] : await enqueue(db, rows);
  if (results.some(({ result }) => result === "accepted")) wake();
  for (const [i, item] of passed.entries()) {
    const [row, result] = [rows[i], results[i]];
    if (row !== undefined && result !== undefined) item.answer = answerOf(row, result);
  }
  return items.map(({ answer }) => answer ?? { problem: new ProblemError("INTERNAL") });
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
