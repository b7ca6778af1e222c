import { packRightId } from "../../core/RightId.ts";
import type { IndexedClass } from "../../eventIndex/IndexState.ts";
import type { Audit } from "../Audit.ts";
import { definePart } from "../AuditPart.ts";
import { evidenceAt } from "../evidenceAt.ts";
import type { Evidence } from "../Statement.ts";
import { rightAt } from "./rightAt.ts";

/** A right of a reserved class that must have a name. */
type Named = {
  readonly rightId: bigint;
  readonly classId: number;
  readonly state: "named" | "void" | "open" | "nameless";
};

/** Whether the places of sponsors, crew and press went to persons with a name. */
export const reserved = definePart(
  "reserved",
  {
    "reserved.admitted": {
      title: "No right of a named class was admitted without a name.",
      rule: "EntryRightRegistry.admit: NotNamed.",
    },
    "reserved.late": {
      title: "No right was named after the time for it.",
      rule: "EntryRightRegistry.nameRight: RightWindowClosed from nameBy on.",
    },
    "reserved.named": {
      title: "Each right of a reserved class was named in time, or revoked.",
      rule: "Threshold 0 rights: from nameBy on anyone may revoke a right without a name, but need not.",
    },
  },
  (audit, judge) => {
    const late: Evidence[] = [];
    return {
      see: (log, before) => {
        if (log.name !== "RightNamed" || Number(log.args.eventId) !== audit.eventId) return;
        const { nameBy } = before.events.get(audit.eventId)?.schedule ?? {};
        if (nameBy !== undefined && log.timestamp >= nameBy) {
          late.push(
            evidenceAt(log, `Names were due ${log.timestamp - nameBy} seconds before.`, { rightId: log.args.rightId }),
          );
        }
      },
      conclude: async () => {
        const { event, head } = audit;
        const rights = [...namedRights(audit)];
        const isReserved = ({ classId }: Named) => event.classes[classId - 1]?.reserved === true;
        const open = rights.filter((right) => right.state === "open" && isReserved(right));
        const isDue = head.timestamp >= event.schedule.nameBy;
        const nameless = rights.filter(({ state }) => state === "nameless");
        const ofReserved = rights.filter(isReserved);
        return [
          judge("reserved.admitted", {
            says: `${nameless.length} rights of named classes were admitted without a name.`,
            figures: { nameless: nameless.length },
            faults: nameless.map(({ rightId }) => ({ note: "It was admitted without a name.", rightId })),
          }),
          judge("reserved.late", {
            says: `${late.length} rights were named too late.`,
            figures: { late: late.length },
            faults: late,
          }),
          judge("reserved.named", {
            says: `${open.length} of ${ofReserved.length} rights of reserved classes have no name${isDue ? "" : " yet; names are not due"}.`,
            figures: { rights: ofReserved.length, open: open.length, due: isDue ? "yes" : "no" },
            flags: isDue
              ? open.map(({ rightId }) => ({ note: "It never got a name, and is not revoked.", rightId }))
              : [],
            tables: [
              {
                name: "reserved",
                columns: ["class", "supply", "rights", "named", "void", "open"],
                rows: event.classes.flatMap((of, i) => (of.reserved ? [classRow(of, i + 1, rights)] : [])),
              },
            ],
          }),
        ];
      },
    };
  },
);

/** Every right of a class that demands a name, with its end. */
function* namedRights({ eventId, event, state }: Audit): Generator<Named> {
  for (const [number, { classId, count, namedClass }] of event.batches.entries()) {
    if (!namedClass) continue;
    for (let index = 0; index < count; index++) {
      const rightId = packRightId({ eventId, batch: number, index });
      const right = rightAt(state, rightId);
      if (right === undefined) continue;
      yield { rightId, classId, state: stateOf(right) };
    }
  }
}

function stateOf({ named, status }: { readonly named: boolean; readonly status: string }): Named["state"] {
  if (status === "void") return "void";
  if (named) return "named";
  return status === "admitted" ? "nameless" : "open";
}

function classRow({ name, supply }: IndexedClass, classId: number, rights: readonly Named[]): (string | number)[] {
  const mine = rights.filter((right) => right.classId === classId);
  const count = (state: Named["state"]) => mine.filter((right) => right.state === state).length;
  return [name, supply, mine.length, count("named"), count("void"), count("open")];
}
