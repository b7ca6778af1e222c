import type { Connection } from "doorkey";
import { admitRightsByHand } from "doorkey/gate";
import type { Outbox, OutgoingByHand } from "../scans/outbox.ts";
import { readByHandLimit } from "./readByHandLimit.ts";

/** Rights of one call: the chain logs each of them. */
const MAX_RIGHTS = 150;

/**
 * Delivers entries by hand, one call for each reason and second. A call that was signed before a crash is settled first,
 * so that no request is paid for twice. A right that the chain admitted before is at its end.
 *
 * @returns what kept entries from their end.
 */
export async function deliverByHand(
  outbox: Outbox,
  desk: (() => Promise<Connection>) | undefined,
  eventId: number,
): Promise<readonly unknown[]> {
  const outgoing = outbox.outgoingByHand();
  if (outgoing.length === 0) return [];
  if (desk === undefined)
    return [new Error("Entries by hand need the desk's key: name it under `keys` in the configuration.")];
  const connection = await desk();
  const problems: unknown[] = [];
  for (const group of groupsOf(outgoing)) {
    const [{ scannedAt, reason }] = group;
    const rightIds = group.map(({ rightId }) => rightId);
    try {
      const { rights } = await admitRightsByHand(connection, {
        ...{ eventId, rightIds, scannedAt, reason },
        journal: outbox.callsByHand,
      });
      await outbox.settle(
        group.flatMap(({ scanId }, i) => {
          const said = rights[i];
          if (said === undefined) return [];
          const isIn = said.status === "admitted" || said.reason === "RightAdmitted";
          const outcome = { ...said, rightId: String(said.rightId) };
          return [{ scanId, state: isIn ? "final" : "refused", outcome } as const];
        }),
      );
    } catch (error) {
      problems.push(error);
    }
  }
  outbox.byHandLimit = await readByHandLimit(desk, eventId);
  return problems;
}

type Group = readonly [OutgoingByHand, ...OutgoingByHand[]];

function groupsOf(outgoing: readonly OutgoingByHand[]): readonly Group[] {
  const groups = new Map<string, [OutgoingByHand, ...OutgoingByHand[]][]>();
  for (const one of outgoing) {
    const key = `${one.scannedAt} ${one.reason}`;
    const group = groups.get(key)?.at(-1);
    if (group !== undefined && group.length < MAX_RIGHTS) group.push(one);
    else groups.set(key, [...(groups.get(key) ?? []), [one]]);
  }
  return [...groups.values()].flat();
}
