/** The end of every admission: what is known already, what may wait, what is kept. */

import type { Address, Hex } from "doorkey/buyer";
import { memoize } from "../policy/memoize.ts";
import type { Sponsor } from "../policy/Sponsor.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import { type Enqueued, enqueue, failuresOf, type NewRequest, pendingOf } from "../storage/index.ts";
import { type Intake, overBudget, refuseIfPaused, refuseIfPoor, reservationOf } from "./Intake.ts";
import { type Answer, checkUnanswered, type Item, unansweredItems } from "./Item.ts";
import { knownStatuses } from "./lookups.ts";
import type { RelayState } from "./relayers.ts";

const HOUR = 3_600_000;

/** An item that is here already is answered with its status, whatever has changed since (F20). */
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

/** Who wants something sent, who would pay, and how much gas it takes at most. */
export type Wish = { readonly from: Address; readonly sponsor: Sponsor; readonly gas: bigint };

/** Nothing is taken in that an operator stopped, that nobody can pay, or that would crowd out others. */
export async function refuseUnwelcome<sent>(
  intake: Intake,
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
    const { from, sponsor, gas } = wishOf(item);
    const sender = from.toLowerCase() as Address;
    refuseIfPaused(state, sponsor);
    if ((await failures(sender)) >= failuresPerHour) throw new ProblemError("SENDER_BLOCKED", { retryAfter: 600 });
    await refuseIfPoor(intake, sponsor, reservationOf(intake, sponsor, gas));
    // Counted without a pause between reading and writing: items of one body are looked at together.
    const inQueue = await waiting(sender);
    const before = ahead.get(sender) ?? 0;
    if (inQueue + before >= queuedPerSender) throw new ProblemError("QUEUE_FULL", { retryAfter: 5 });
    ahead.set(sender, before + 1);
  });
}

/**
 * Stores what passed every check, in one database transaction, and so answers what is left. What was refused may have
 * come in by another call meanwhile: its own first coming is no reason to refuse it.
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
    if (row !== undefined && result !== undefined) item.answer = answerOf(row.digest, result);
  }
  return items.map(({ answer }) => answer ?? { problem: new ProblemError("INTERNAL") });
}

function answerOf(digest: Hex, enqueued: Enqueued): Answer {
  switch (enqueued.result) {
    case "accepted":
    case "again":
      return { digest, status: enqueued.status };
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
