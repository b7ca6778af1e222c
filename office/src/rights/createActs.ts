import { randomBytes } from "node:crypto";
import { type Connection, type RightId, unpackRightId } from "doorkey";
import { nameRight, rebindRights, revokeRights } from "doorkey/agent";
import { indexedRight } from "doorkey/event-index";
import type { Events } from "../follow/Events.ts";
import type { ChainIndex } from "../follow/followChain.ts";
import { ProblemError } from "../problems/ProblemError.ts";
import type { Persons } from "../sales/persons.ts";
import type { Storage } from "../storage/openStorage.ts";
import type { Act, ActKind, ActResult } from "./Act.ts";
import type { Acts } from "./Acts.ts";
import { isRefused, isUnsent, movedBy, refused, refusedBy, stateOf } from "./actResults.ts";
import { addAct, changeAct, dropAct, openActs } from "./actTable.ts";
import { type Change, changeOnChain } from "./changeOnChain.ts";
import { deliverEach, rightsOfReturn } from "./deliverEach.ts";

/** Seconds after which a change that the chain does not show was not made. */
const SETTLED_SECONDS = 86_400;

export function createActs(options: createActs.Options): Acts {
  const { connection, storage, index, events, persons, agentId, now, onChange } = options;
  const { db, write } = storage;
  /** Acts that this process is carrying out. */
  const underWay = new Set<string>();

  const found = (kind: ActKind, change: Change) => changeOnChain(index, kind, change);

  /** Anyone may call for a fan's phone. So what was refused to a phone is neither kept nor told to the clerks. */
  function keep(act: Act): Act {
    const isPhone = act.by === undefined;
    write(() => (isPhone && act.state === "refused" ? dropAct(db, act.id) : changeAct(db, act)));
    if (!isPhone || act.state !== "refused") onChange(act);
    return act;
  }

  const end = (act: Act, results: readonly ActResult[]): Act => keep({ ...act, state: stateOf(results), results });

  function newAct(kind: ActKind, changes: readonly Change[], by: string | undefined): Act {
    const rightIds = changes.map(({ rightId }) => rightId);
    return {
      ...{ id: randomBytes(9).toString("hex"), kind, eventId: eventOf(rightIds), rightIds: rightIds.map(String) },
      ...(by !== undefined && { by }),
      ...{ at: now(), state: "open", results: [] },
    };
  }

  async function carryOut(
    of: { readonly kind: ActKind; readonly changes: readonly Change[]; readonly by: string | undefined },
    send: () => Promise<readonly ActResult[]>,
  ): Promise<Act> {
    const { kind, changes, by } = of;
    const act = newAct(kind, changes, by);
    const aims = changes.flatMap(({ aim }) => aim ?? []);
    write(() => addAct(db, act, aims.length > 0 ? JSON.stringify(aims) : undefined));
    underWay.add(act.id);
    if (by !== undefined) onChange(act);
    try {
      const results = await send();
      await index.catchUp().catch(() => {});
      return end(act, results);
    } catch (error) {
      if (isRefused(error))
        return end(
          act,
          changes.map(({ rightId }) => refusedBy(rightId, error)),
        );
      keep({ ...act, state: isUnsent(error) ? "refused" : "undecided" });
      throw error;
    } finally {
      underWay.delete(act.id);
    }
  }

  /**
   * Carries out what the chain does not show yet. A phone may ask often: each time it gets the result of each right,
   * and the books have each change once.
   */
  async function carryOutOnce(
    of: { readonly kind: ActKind; readonly changes: readonly Change[]; readonly by: string | undefined },
    send: (open: ReadonlySet<RightId>) => Promise<readonly ActResult[]>,
  ): Promise<Act> {
    const { kind, changes, by } = of;
    const open = changes.filter((change) => found(kind, change) === undefined);
    const ids = new Set(open.map(({ rightId }) => rightId));
    const act =
      open.length === 0 ? newAct(kind, changes, by) : await carryOut({ ...of, changes: open }, () => send(ids));
    const results = changes.flatMap(
      (change) => found(kind, change) ?? act.results.find(({ rightId }) => rightId === String(change.rightId)) ?? [],
    );
    return { ...act, rightIds: changes.map(({ rightId }) => String(rightId)), state: stateOf(results), results };
  }

  /** The one event of all rights, which this office sells. */
  function eventOf(rightIds: readonly RightId[]): number {
    const ids = new Set(rightIds.map((rightId) => unpackRightId(rightId).eventId));
    const [eventId] = ids;
    if (eventId === undefined || ids.size > 1) {
      throw new ProblemError("BODY_MALFORMED", { detail: "The rights must be of one event." });
    }
    events.indexed(eventId);
    return eventId;
  }

  function current(rightId: RightId) {
    const right = indexedRight(index.state(), { rightId });
    if (right === undefined || !events.ids.includes(right.eventId)) throw new ProblemError("RIGHT_UNKNOWN");
    return right;
  }

  async function evidenceFor({ rightId, document }: Omit<Acts.Person, "holder">, holder: string) {
    const { eventId } = current(rightId);
    const tags = await persons.tags(eventId, [document]);
    const [evidence] = await persons.evidence({ eventId, tags, holder, agentId, rightId });
    if (evidence === undefined) throw new ProblemError("PERSONS_UNAVAILABLE");
    return evidence;
  }

  return {
    deliver: (returns, by) => {
      const changes = returns.flatMap(rightsOfReturn).map((rightId) => ({ rightId }));
      return carryOutOnce({ kind: "return", changes, by }, async (open) => {
        const wanted = returns.filter((one) => rightsOfReturn(one).some((rightId) => open.has(rightId)));
        const results = await deliverEach(connection, wanted);
        return results.filter(({ rightId }) => open.has(BigInt(rightId)));
      });
    },

    move: (rebinds, by) => {
      const rights = rebinds.map(({ rightId, newHolder, proof }) => ({ rightId: BigInt(rightId), newHolder, proof }));
      const changes = rights.map(({ rightId, newHolder: aim }) => ({ rightId, aim }));
      return carryOutOnce({ kind: "move", changes, by }, async (open) =>
        (await rebindRights(connection, { rights: rights.filter(({ rightId }) => open.has(rightId)) })).map(movedBy),
      );
    },

    moveByDocument: async ({ rightId, holder, document }, by) => {
      const proof = await evidenceFor({ rightId, document }, holder);
      return carryOut({ kind: "move", changes: [{ rightId, aim: holder }], by }, async () =>
        (await rebindRights(connection, { rights: [{ rightId, newHolder: holder, proof }] })).map(movedBy),
      );
    },

    name: async ({ rightId, document, holder = current(rightId).holder }, by) => {
      const evidence = await evidenceFor({ rightId, document }, holder);
      return carryOut({ kind: "name", changes: [{ rightId }], by }, async () => {
        await nameRight(connection, { rightId, holder, evidence });
        return [{ rightId: String(rightId), status: "named" }];
      });
    },

    revoke: ({ rightIds, reason }, by) =>
      carryOut({ kind: "revoke", changes: rightIds.map((rightId) => ({ rightId })), by }, async () => {
        const { rights } = await revokeRights(connection, { rightIds, reason });
        return rights.map((one) =>
          one.status === "refused"
            ? refused(one.rightId, one.reason)
            : { rightId: String(one.rightId), status: "revoked" },
        );
      }),

    waiting: () => openActs(db).map(({ act }) => act),

    settle: () => {
      for (const { act, body } of openActs(db)) {
        if (underWay.has(act.id)) continue;
        const aims: readonly string[] = body === undefined ? [] : JSON.parse(body);
        const results = act.rightIds.map((id, i) => found(act.kind, { rightId: BigInt(id), aim: aims[i] }));
        if (results.every((one) => one !== undefined)) end(act, results);
        // No signed call lives so long.
        else if (now() - act.at > SETTLED_SECONDS)
          end(
            act,
            act.rightIds.map((id) => refused(BigInt(id), "UNCHANGED")),
          );
      }
    },
  };
}

export declare namespace createActs {
  type Options = {
    readonly connection: Connection;
    readonly storage: Storage;
    readonly index: ChainIndex;
    readonly events: Events;
    readonly persons: Persons;
    readonly agentId: number;
    /** Seconds since 1970. */
    readonly now: () => number;
    readonly onChange: (act: Act) => void;
  };
}
