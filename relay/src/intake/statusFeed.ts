import type { Hex } from "doorkey/buyer";
import { sql } from "kysely";
import { type Db, eventsOf, type StatusEvent } from "../storage/index.ts";

/** Gets each event once and in order. `onClose` is called when the feed closes. */
export type Listener = { readonly onEvent: (event: StatusEvent) => void; readonly onClose: () => void };

export type StatusFeed = {
  /**
   * Follows requests, each after an event of its own; undefined if this caller, or the feed, has too many followers. The returned
   * function ends it.
   */
  follow(what: Follow, listener: Listener): (() => void) | undefined;
  readonly followers: () => number;
  /** Looks for new events once. The timer calls it too. */
  readonly poll: () => Promise<void>;
  close(): void;
};

/** By lower-case digest, the event after which the caller follows each request, and who asks. */
export type Follow = { readonly after: ReadonlyMap<Hex, number>; readonly caller: string };

type Follower = Listener & { readonly caller: string; readonly seqOf: Map<Hex, number> };

/**
 * Passes on status events from the outbox, from all replicas. Each poll asks the database once for the newest events,
 * for any number of followers. A follower that comes back with the last number it saw misses nothing.
 *
 * @example
 * const feed = statusFeed(db, { everyMs: 500, most: 500, mostOfCaller: 50, onTrouble: (error) => logger.warn({ msg: "no news", error }) });
 */
export function statusFeed(db: Db, { everyMs, most, mostOfCaller, onTrouble }: statusFeed.Options): StatusFeed {
  const followers = new Set<Follower>();
  let polling: Promise<void> | undefined;

  async function look(): Promise<void> {
    if (followers.size === 0) return;
    const digests = [...new Set([...followers].flatMap(({ seqOf }) => [...seqOf.keys()]))];
    const newest = await db
      .selectFrom("status_events")
      .select(["digest", sql<number>`max(seq)`.as("seq")])
      .where("digest", "in", digests)
      .groupBy("digest")
      .execute();
    const newestOf = new Map(newest.map(({ digest, seq }) => [digest, Number(seq)]));
    for (const follower of [...followers]) {
      const behind = [...follower.seqOf].filter(([digest, seq]) => (newestOf.get(digest) ?? 0) > seq);
      await bringUpToDate(follower, behind);
    }
  }

  async function bringUpToDate(follower: Follower, behind: readonly (readonly [Hex, number])[]): Promise<void> {
    const events: StatusEvent[] = [];
    for (const [digest, seq] of behind) events.push(...(await eventsOf(db, digest, seq)));
    // In the order of all events, because a caller that comes back names only its last one.
    for (const event of events.sort((a, b) => a.seq - b.seq)) {
      if (!followers.has(follower)) return;
      follower.seqOf.set(event.digest, event.seq);
      follower.onEvent(event);
    }
  }

  const poll = (): Promise<void> => {
    polling ??= look()
      .catch(onTrouble)
      .finally(() => {
        polling = undefined;
      });
    return polling;
  };
  const timer = setInterval(poll, everyMs).unref();

  return {
    follow({ after, caller }, listener) {
      const ofCaller = [...followers].filter((one) => one.caller === caller).length;
      if (followers.size >= most || ofCaller >= mostOfCaller) return undefined;
      const follower = { ...listener, caller, seqOf: new Map(after) };
      followers.add(follower);
      void poll();
      return () => void followers.delete(follower);
    },
    followers: () => followers.size,
    poll,
    close() {
      clearInterval(timer);
      for (const { onClose } of [...followers]) onClose();
      followers.clear();
    },
  };
}

export declare namespace statusFeed {
  type Options = {
    readonly everyMs: number;
    readonly most: number;
    readonly mostOfCaller: number;
    readonly onTrouble: (error: unknown) => void;
  };
}
