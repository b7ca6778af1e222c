import type { Done, SendOptions, Transaction } from "../calls/Call.ts";
import { encodeCall } from "../calls/encodeCall.ts";
import { deliverKept } from "../calls/journaled/deliverKept.ts";
import type { Connection } from "../chain/Connection.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { RightId } from "../core/RightId.ts";
import type { RightOutcome } from "../rights/RightOutcome.ts";
import { readItemOutcomes, takeOutcome } from "../rights/readItemOutcomes.ts";
import { reasonWord } from "../rights/reasonWord.ts";
import type { ByHandAdmission, ByHandJournal } from "./ByHandJournal.ts";

const LOGS = { done: "AdmittedByHand", refused: "AdmissionRefused" };

/** Rights that one call admits by hand. */
type Passage = {
  readonly eventId: number;
  readonly rightIds: readonly RightId[];
  readonly scannedAt: number;
  readonly reason: string;
};

/** The call that admits these rights by hand. They have one second and one reason. */
export function byHandCall(connection: Connection, { eventId, rightIds, scannedAt, reason }: Passage) {
  const args = [eventId, rightIds, scannedAt, reasonWord(reason)];
  return encodeCall(connection, "EntryRightRegistry", "admitByHand", args);
}

/** How each right of such a call ended, in their order. */
export function readByHand(
  connection: Connection,
  rightIds: readonly bigint[],
  transaction: Transaction,
): RightOutcome<"admitted">[] {
  const outcomes = readItemOutcomes(connection, transaction, LOGS, "admitted");
  return rightIds.map((rightId) => takeOutcome(outcomes, rightId, transaction));
}

/**
 * Admits rights by hand with a journal, so that each call is paid for once.
 *
 * @throws what kept a right from its outcome. The others have theirs, and the journal keeps all calls.
 */
export async function deliverByHand(
  connection: Connection,
  parameters: Passage & { readonly journal: ByHandJournal },
  options: SendOptions<"mined" | "final">,
): Promise<Done<{ readonly rights: readonly RightOutcome<"admitted">[] }>> {
  const { eventId, rightIds, scannedAt, reason, journal } = parameters;
  const items = rightIds.map((rightId) => ({ rightId, scannedAt, reason }));
  const wanted = new Set(items.map(keyOf));
  const outcomes = new Map<string, RightOutcome<"admitted">>();
  const failures: unknown[] = [];
  const transactions: Transaction[] = [];
  const idsOf = (admissions: readonly ByHandAdmission[]) => admissions.map(({ rightId }) => rightId);
  const calls = await journal.calls();
  await deliverKept<ByHandAdmission>(
    {
      ...{ connection, options, keyOf },
      keep: ({ request, items: admissions }) => journal.keepCall({ request, admissions }),
      callOf: (admissions) => byHandCall(connection, { eventId, rightIds: idsOf(admissions), scannedAt, reason }),
      decide: (admissions, transaction) => {
        transactions.push(transaction);
        for (const [i, outcome] of readByHand(connection, idsOf(admissions), transaction).entries()) {
          const key = admissions[i] && keyOf(admissions[i]);
          if (key !== undefined && !outcomes.has(key)) outcomes.set(key, outcome);
        }
      },
      isOpen: (admission) => wanted.has(keyOf(admission)) && !outcomes.has(keyOf(admission)),
      fail: (_, error) => void failures.push(error),
    },
    {
      ...{ items, concurrency: 1 },
      kept: calls.map(({ request, admissions }) => ({ request, items: admissions })),
      cut: (unsigned) => [unsigned],
    },
  );
  const rights = items.flatMap((item) => outcomes.get(keyOf(item)) ?? []);
  const transaction = transactions.at(-1);
  if (transaction === undefined || rights.length < items.length) {
    throw failures.at(-1) ?? new DoorkeyError("CALL_UNDECIDED", { details: ["A right has no outcome."] });
  }
  return { rights, transaction };
}

/** The same text for the same admission. */
function keyOf({ rightId, scannedAt, reason }: ByHandAdmission): string {
  return `${rightId} ${scannedAt} ${reason}`;
}
