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
import { isRefused, isUnsent, refused, refusedBy } from "./actResults.ts";
import { addAct, changeAct, openActs } from "./actTable.ts";
import { deliverEach, rightsOfReturn } from "./deliverEach.ts";

/** Seconds after which a change that the chain does not show was not made. */
const SETTLED_SECONDS = 86_400;

export function createActs(options: createActs.Options): Acts {
  const { connection, storage, index, events, persons, agentId, now, onChange } = options;
  const { db, write } = storage;
  /** Acts that this process is carrying out. */
  const underWay = new Set<string>();

  function end(act: Act, results: readonly ActResult[]): Act {
    const isDone = results.some(({ status }) => status !== "refused" && status !== "failed");
    const isOpen = !isDone && results.some(({ status }) => status === "failed");
    const ended: Act = { ...act, state: isDone ? "done" : isOpen ? "undecided" : "refused", results };
    write(() => changeAct(db, ended));
    onChange(ended);
    return ended;
  }

  async function carryOut(
    of: {
      readonly kind: ActKind;
      readonly rightIds: readonly RightId[];
      readonly by: string | undefined;
      readonly aims?: readonly string[];
    },
    send: () => Promise<readonly ActResult[]>,
  ): Promise<Act> {
    const { kind, rightIds, by, aims } = of;
    const act: Act = {
      ...{ id: randomBytes(9).toString("hex"), kind, eventId: eventOf(rightIds), rightIds: rightIds.map(String) },
      ...(by !== undefined && { by }),
      ...{ at: now(), state: "open", results: [] },
    };
    write(() => addAct(db, act, aims && JSON.stringify(aims)));
    underWay.add(act.id);
    onChange(act);
    try {
      const results = await send();
      await index.catchUp().catch(() => {});
      return end(act, results);
    } catch (error) {
      if (isRefused(error))
        return end(
          act,
          rightIds.map((rightId) => refusedBy(rightId, error)),
        );
      const undecided: Act = { ...act, state: isUnsent(error) ? "refused" : "undecided" };
      write(() => changeAct(db, undecided));
      onChange(undecided);
      throw error;
    } finally {
      underWay.delete(act.id);
    }
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
      const rightIds = returns.flatMap(rightsOfReturn);
      return carryOut({ kind: "return", rightIds, by }, async () => {
        const open = returns.filter((one) => index.history.freedOf(BigInt(one.rightId)) !== "returned");
        const results = await deliverEach(connection, open);
        const ended = new Map(results.map((one) => [one.rightId, one]));
        return rightIds.map((rightId) => {
          const one = ended.get(rightId);
          return one?.status === "refused"
            ? refused(rightId, one.reason)
            : { rightId: String(rightId), status: "returned" };
        });
      });
    },

    move: (rebinds, by) => {
      const rights = rebinds.map(({ rightId, newHolder, proof }) => ({ rightId: BigInt(rightId), newHolder, proof }));
      const rightIds = rights.map(({ rightId }) => rightId);
      return carryOut({ kind: "move", rightIds, by, aims: rights.map(({ newHolder }) => newHolder) }, async () => {
        const isThere = ({ rightId, newHolder }: (typeof rights)[number]) =>
          indexedRight(index.state(), { rightId })?.holder.toLowerCase() === newHolder.toLowerCase();
        const open = rights.filter((right) => !isThere(right));
        const results = open.length === 0 ? [] : await rebindRights(connection, { rights: open });
        const ended = new Map(results.map((one) => [one.rightId, one]));
        return rightIds.map((rightId): ActResult => {
          const one = ended.get(rightId);
          if (one === undefined || one.status === "rebound") return { rightId: String(rightId), status: "rebound" };
          return { rightId: String(rightId), status: one.status, reason: one.reason, sentence: one.error.shortMessage };
        });
      });
    },

    moveByDocument: async ({ rightId, holder, document }, by) => {
      const proof = await evidenceFor({ rightId, document }, holder);
      return carryOut({ kind: "move", rightIds: [rightId], by, aims: [holder] }, async () => {
        const [one] = await rebindRights(connection, { rights: [{ rightId, newHolder: holder, proof }] });
        if (one === undefined || one.status === "rebound") return [{ rightId: String(rightId), status: "rebound" }];
        return [{ rightId: String(rightId), status: one.status, reason: one.reason, sentence: one.error.shortMessage }];
      });
    },

    name: async ({ rightId, document, holder = current(rightId).holder }, by) => {
      const evidence = await evidenceFor({ rightId, document }, holder);
      return carryOut({ kind: "name", rightIds: [rightId], by }, async () => {
        await nameRight(connection, { rightId, holder, evidence });
        return [{ rightId: String(rightId), status: "named" }];
      });
    },

    revoke: ({ rightIds, reason }, by) =>
      carryOut({ kind: "revoke", rightIds, by }, async () => {
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
        const results = act.rightIds.map((id, i) => foundOf(act.kind, BigInt(id), aims[i]));
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

  /** What the chain shows of a right that an act was to change; undefined if it shows no such change. */
  function foundOf(kind: ActKind, rightId: RightId, aim: string | undefined): ActResult | undefined {
    const right = indexedRight(index.state(), { rightId });
    if (right === undefined) return undefined;
    const id = String(rightId);
    const freed = index.history.freedOf(rightId);
    if (kind === "return" && freed === "returned") return { rightId: id, status: "returned" };
    if (kind === "revoke" && freed === "revoked") return { rightId: id, status: "revoked" };
    if (kind === "name" && right.named) return { rightId: id, status: "named" };
    if (kind === "move" && right.holder.toLowerCase() === aim?.toLowerCase()) return { rightId: id, status: "rebound" };
    return undefined;
  }
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
