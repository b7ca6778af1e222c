import { createHash } from "node:crypto";
import type { Connection } from "doorkey";
import type { Manifest } from "doorkey/code";
import { loadManifest } from "doorkey/gate";
import type { Alarms } from "../alarms/Alarms.ts";
import { changesBetween, type ListChanges } from "./changesBetween.ts";
import { keepList, keptList } from "./keptList.ts";

/** The list of the event that a hub decides with and hands to its pages. */
export type EventList = {
  readonly manifest: () => Manifest;
  /** The list as JSON, with its name. */
  readonly text: () => ListText;
  /** What changed since a list that a page has. Undefined if this hub does not know that list any more. */
  readonly changesSince: (tag: string) => ListChanges | undefined;
  /** Brings the list up to date. Never throws: without an answer the hub keeps the list that it has. */
  readonly refresh: () => Promise<void>;
  readonly onChange: (listener: () => void) => void;
  readonly close: () => Promise<void>;
};

export type ListText = { readonly tag: string; readonly body: Buffer };

/** Milliseconds between two looks at the chain. One that finds nothing new costs two calls. */
const RENEW_MS = 10_000;

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
  let manifest: Manifest;
  let text: ListText;

  async function use(next: Manifest): Promise<void> {
    manifest = next;
    text = textOf(next);
    earlier.set(text.tag, next);
    const [oldest] = earlier.keys();
    if (earlier.size > REMEMBERED && oldest !== undefined) earlier.delete(oldest);
    await keepList(file, text.body);
    alarms.clear("list");
  }

  try {
    await use(await loadManifest(await connection(), { eventId, previous: kept, onProgress }));
  } catch (error) {
    if (kept === undefined) throw error;
    manifest = kept;
    text = textOf(kept);
    earlier.set(text.tag, kept);
    alarms.raise("list", oldList(kept, now()));
  }

  async function renew(): Promise<void> {
    const before = manifest;
    try {
      const next = await loadManifest(await connection(), { eventId, previous: before });
      if (next.block.hash === before.block.hash) return;
      const tag = text.tag;
      await use(next);
      if (text.tag !== tag) for (const listener of listeners) listener();
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
    text: () => text,
    changesSince: (tag) => {
      const before = earlier.get(tag);
      return before && changesBetween(before, manifest, text.tag);
    },
    refresh,
    onChange: (listener) => void listeners.push(listener),
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

/** Its name is a digest, so that a list which did not change keeps it from block to block. */
function textOf(manifest: Manifest): ListText {
  const { block: _, takenAt: __, ...rest } = manifest;
  const tag = createHash("sha256").update(JSON.stringify(rest)).digest("base64url").slice(0, 22);
  return { tag, body: Buffer.from(JSON.stringify(manifest)) };
}

/** Seconds after which a list from before doors may miss returns and rebinds. */
const STALE_SECONDS = 300;

/** A list that was taken after doors open is final, but for what is sold or admitted since. */
function isStale({ takenAt, doorsOpenAt }: Manifest, now: number): boolean {
  return takenAt < doorsOpenAt && now - takenAt > STALE_SECONDS;
}

function oldList({ takenAt, doorsOpenAt }: Manifest, now: number): string {
  const minutes = Math.round((now - takenAt) / 60);
  const age = minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
  const missing =
    takenAt < doorsOpenAt && now >= doorsOpenAt
      ? "It is from before doors open, so it misses what was returned or moved after it. "
      : "";
  return `The chain does not answer, and the list is ${age} old. ${missing}Connect the hub to the internet once.`;
}
