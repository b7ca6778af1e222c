import { createHash } from "node:crypto";
import type { Connection } from "doorkey";
import type { Manifest } from "doorkey/code";
import { loadManifest, renewManifest } from "doorkey/gate";
import type { Alarms } from "../alarms/Alarms.ts";
import { changesBetween, type ListChanges } from "./changesBetween.ts";
import { keepList, keptList } from "./keptList.ts";

/** The list of the event that a hub decides with and hands to its pages. */
export type EventList = {
  readonly manifest: () => Manifest;
  readonly tag: () => string;
  /** The list as JSON, with its name. */
  readonly text: () => ListText;
  /** What changed since a list that a page has. Undefined if this hub does not know that list any more. */
  readonly changesSince: (tag: string) => ListChanges | undefined;
  /** Brings the list up to date. Never throws: without an answer the hub keeps the list that it has. */
  readonly refresh: () => Promise<void>;
  /** Calls back after each renewal. The list's name says whether it changed. */
  readonly onRenewed: (listener: () => void) => void;
  readonly close: () => Promise<void>;
};

export type ListText = { readonly tag: string; readonly body: Buffer };

/** Milliseconds between two looks at the chain. One that finds nothing new costs two calls. */
const RENEW_MS = 10_000;

/** Seconds after which an unchanged list goes to the disk again, because its age counts. */
const KEEP_SECONDS = 300;

/** Earlier lists that pages may have, for which a hub tells only the changes. */
const REMEMBERED = 8;

/**
 * Opens the list: from the chain, or, if the chain does not answer, from the disk.
 *
 * @param options.now Seconds since 1970.
 * @throws Error if there is no list at all, or the kept one is of another event.
 */
export async function openList(options: openList.Options): Promise<EventList> {
  const { file, eventId, connection, now, alarms, onProgress, everyMs = RENEW_MS } = options;
  const kept = await keptList(file, eventId);
  const listeners: (() => void)[] = [];
  const earlier = new Map<string, Manifest>();
  let tag = "";
  let body: Buffer | undefined;
  let keptAt = Number.NEGATIVE_INFINITY;

  /** Works with a list from now on, and keeps it if it says something new. */
  async function use(next: Manifest, before: Manifest | undefined): Promise<void> {
    const isNew = before === undefined || !isSameList(before, next);
    manifest = next;
    body = undefined;
    if (isNew) remember(next);
    // A list that was taken after doors open counts as complete, so the disk should have one.
    const isFirstAfterDoors = before !== undefined && isOfDoors(next) && !isOfDoors(before);
    if (isNew || isFirstAfterDoors || now() - keptAt > KEEP_SECONDS) {
      keptAt = now();
      await keepList(file, text().body);
    }
    alarms.clear("list");
  }

  function remember(next: Manifest): void {
    tag = tagOf(next);
    earlier.delete(tag);
    earlier.set(tag, next);
    const [oldest] = earlier.keys();
    if (earlier.size > REMEMBERED && oldest !== undefined) earlier.delete(oldest);
  }

  function text(): ListText {
    body ??= Buffer.from(JSON.stringify(manifest));
    return { tag, body };
  }

  let manifest: Manifest;
  try {
    manifest = await loadManifest(await connection(), { eventId, previous: kept, onProgress });
    await use(manifest, undefined);
  } catch (error) {
    if (kept === undefined) throw error;
    manifest = kept;
    remember(kept);
    alarms.raise("list", oldList(kept, now()));
  }

  async function renew(): Promise<void> {
    const before = manifest;
    try {
      const next = await renewManifest(await connection(), before);
      if (next.block.hash === before.block.hash) return;
      await use(next, before);
      for (const listener of listeners) listener();
    } catch {
      if (isStale(before, now())) alarms.raise("list", oldList(before, now()));
    }
  }

  let renewing = Promise.resolve();
  const refresh = () => {
    renewing = renewing.then(renew);
    return renewing;
  };
  const timer = setInterval(refresh, everyMs).unref();
  return {
    manifest: () => manifest,
    tag: () => tag,
    text,
    changesSince: (earlierTag) => {
      const before = earlier.get(earlierTag);
      return before && changesBetween(before, manifest, tag);
    },
    refresh,
    onRenewed: (listener) => void listeners.push(listener),
    close: async () => {
      clearInterval(timer);
      await renewing;
    },
  };
}

export declare namespace openList {
  type Options = {
    readonly file: string;
    readonly eventId: number;
    readonly connection: () => Promise<Connection>;
    readonly now: () => number;
    readonly alarms: Alarms;
    readonly onProgress?: loadManifest.Parameters["onProgress"];
    /** Milliseconds between two looks at the chain, short in tests. */
    readonly everyMs?: number | undefined;
  };
}

/** The name of a list is a digest, so that a list which did not change keeps it from block to block. */
function tagOf({ block: _, takenAt: __, ...rest }: Manifest): string {
  // A renewal may put the parts into another order.
  const parts = Object.entries(rest).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 22);
}

/** Whether a renewal left everything but the block as it was. It keeps the parts that did not change. */
function isSameList(before: Manifest, after: Manifest): boolean {
  const parts = Object.entries({ ...before, block: 0, takenAt: 0 });
  const others: Readonly<Record<string, unknown>> = { ...after, block: 0, takenAt: 0 };
  return parts.length === Object.keys(others).length && parts.every(([name, part]) => others[name] === part);
}

const isOfDoors = ({ takenAt, doorsOpenAt }: Manifest): boolean => takenAt >= doorsOpenAt;

/** Seconds after which a list from before doors may miss returns and rebinds. */
const STALE_SECONDS = 300;

/** A list that was taken after doors open is final, but for what is sold or admitted since. */
function isStale({ takenAt, doorsOpenAt }: Manifest, now: number): boolean {
  return takenAt < doorsOpenAt && now - takenAt > STALE_SECONDS;
}

function oldList({ takenAt, doorsOpenAt }: Manifest, now: number): string {
  const minutes = Math.round(Math.max(0, now - takenAt) / 60);
  const age = minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
  const missing =
    takenAt < doorsOpenAt && now >= doorsOpenAt
      ? "It is from before doors open, so it misses what was returned or moved after it. "
      : "";
  return `The chain does not answer, and the list is ${age} old. ${missing}Connect the hub to the internet once.`;
}
