import type { Hex } from "doorkey/buyer";
import { type Db, eventsAfter, type StatusEvent } from "../storage/index.ts";

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
 * Passes on status events from the outbox, from all replicas. Each poll asks the database once for new events, for any
 * number of followers. A follower that comes back with the last number it saw misses nothing.
 *
 * @example
 * const feed = statusFeed(db, { everyMs: 500, most: 500, mostOfCaller: 50, onTrouble: (error) => logger.warn({ msg: "no news", error }) });
 */
export function statusFeed(db: Db, { everyMs, most, mostOfCaller, onTrouble }: statusFeed.Options): StatusFeed {
  const followers = new Set<Follower>();
  let polling: Promise<void> | undefined;
  let isStale = false;

  async function look(): Promise<void> {
    const after = new Map<Hex, number>();
    for (const { seqOf } of followers) {
      for (const [digest, seq] of seqOf) after.set(digest, Math.min(seq, after.get(digest) ?? seq));
    }
    // In the order of all events, because a caller that comes back names only its last one.
    for (const event of await eventsAfter(db, after)) {
      for (const follower of [...followers]) tell(follower, event);
    }
  }

  /** The follower may be gone, or may know the event. */
  function tell(follower: Follower, event: StatusEvent): void {
    const seq = follower.seqOf.get(event.digest);
    if (seq === undefined || seq >= event.seq || !followers.has(follower)) return;
    follower.seqOf.set(event.digest, event.seq);
    follower.onEvent(event);
  }

  /** Looks again if there may be events that the look under way does not see. */
  async function looks(): Promise<void> {
    while (isStale) {
      isStale = false;
      await look().catch(onTrouble);
    }
    polling = undefined;
  }

  const poll = (): Promise<void> => {
    isStale = true;
    polling ??= looks();
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
