import type { Hex } from "../core/Hex.ts";
import { pause } from "../core/pause.ts";
import type { RequestStatus } from "./wire.ts";
import { REQUEST_STATUS } from "./wireShapes.ts";

/** Most requests that one stream follows. Others are asked for one by one. */
const MOST_DIGESTS = 100;
/** Milliseconds for which a request is followed after it was last asked for. */
const KEPT = 3_000;
/** Milliseconds in which requests that are asked for together join one stream. */
const GATHER = 30;
/** Milliseconds without a byte after which a stream counts as broken. A relay sends one every 15 seconds. */
const SILENT = 45_000;
/** Milliseconds for which an answer does until the stream has a newer one. */
const RECENT = 150;
/** Milliseconds before a stream is opened again that broke, or that the relay refused. */
const AGAIN = 5_000;
/** Most characters of one event. */
const MAX_EVENT = 65_536;

/** States after which a request is not followed any more: the chain has the rest. */
const FOLLOWED: readonly RequestStatus["state"][] = ["queued", "assigned"];

/** The statuses of the requests that a program waits for, from one stream of server-sent events. */
export type StatusStream = {
  /** The newest status, if the stream has it or is about to; else undefined, and the caller asks the relay. */
  known(digest: Hex): RequestStatus | undefined;
  /** Follows a request whose status the caller got. */
  follow(status: RequestStatus): void;
  /** Resolves when the stream says something new of a request, at the latest after so many milliseconds. */
  changed(digest: Hex, within: number): Promise<void>;
};

type Followed = {
  status: RequestStatus;
  /** When the relay said so in answer to a call; undefined if the stream did. */
  answeredAt: number | undefined;
  askedAt: number;
};

/**
 * Follows requests in one stream. If the stream breaks, or the relay has none, nothing is known, and callers ask as
 * before until it is open again.
 *
 * @param open Opens a stream of these requests.
 */
export function statusStream(open: (digests: readonly Hex[], signal: AbortSignal) => Promise<Response>): StatusStream {
  const followed = new Map<Hex, Followed>();
  /** Aborted when the stream says something new of a request. */
  const waiting = new Map<Hex, AbortController>();
  let running: { readonly digests: ReadonlySet<Hex>; readonly gone: AbortController } | undefined;
  let isGathering = false;
  let notBefore = 0;

  function drop(digest: Hex): void {
    followed.delete(digest);
    waiting.delete(digest);
    if (followed.size > 0) return;
    running?.gone.abort();
    running = undefined;
  }

  function forgetOld(): void {
    for (const [digest, { askedAt }] of [...followed]) if (Date.now() - askedAt > KEPT) drop(digest);
  }

  async function reopen(): Promise<void> {
    if (isGathering || Date.now() < notBefore) return;
    isGathering = true;
    await pause(GATHER);
    isGathering = false;
    running?.gone.abort();
    if (followed.size === 0) return;
    const digests = [...followed.keys()];
    const own = { digests: new Set(digests), gone: new AbortController() };
    running = own;
    const cleaning = setInterval(forgetOld, KEPT / 2);
    await read(digests, own.gone).catch(() => undefined);
    clearInterval(cleaning);
    if (running !== own) return;
    running = undefined;
    // What it said last may be old by now.
    for (const one of followed.values()) one.answeredAt = Number.NEGATIVE_INFINITY;
    notBefore = Date.now() + AGAIN;
  }

  async function read(digests: readonly Hex[], gone: AbortController): Promise<void> {
    const response = await open(digests, gone.signal);
    const reader = response.body?.getReader();
    const isStream = response.ok && (response.headers.get("content-type") ?? "").startsWith("text/event-stream");
    if (reader === undefined || !isStream) return gone.abort();
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const silence = setTimeout(() => gone.abort(), SILENT);
      const part = await reader.read().finally(() => clearTimeout(silence));
      if (part.value === undefined) return;
      text += decoder.decode(part.value, { stream: true });
      const events = text.split("\n\n");
      text = events.pop() ?? "";
      if (text.length > MAX_EVENT) return gone.abort();
      for (const event of events) take(event);
    }
  }

  function take(event: string): void {
    const status = statusIn(event);
    if (status === undefined) return;
    const one = followed.get(keyOf(status));
    if (one === undefined) return;
    one.status = status;
    one.answeredAt = undefined;
    waiting.get(keyOf(status))?.abort();
    waiting.delete(keyOf(status));
  }

  function follow(status: RequestStatus): void {
    const key = keyOf(status);
    if (!FOLLOWED.includes(status.state)) {
      drop(key);
      return;
    }
    const one = followed.get(key);
    if (one === undefined && followed.size >= MOST_DIGESTS) return;
    // What the stream says is newer than any answer.
    const hasNewer = one !== undefined && one.answeredAt === undefined;
    followed.set(
      key,
      hasNewer ? { ...one, askedAt: Date.now() } : { status, answeredAt: Date.now(), askedAt: Date.now() },
    );
    if (running?.digests.has(key) !== true) void reopen();
  }

  return {
    known: (digest) => {
      const key = digest.toLowerCase() as Hex;
      const one = followed.get(key);
      if (one === undefined) return undefined;
      const now = Date.now();
      one.askedAt = now;
      const { status, answeredAt } = one;
      const isOpening = isGathering || running?.digests.has(key) === true;
      if (answeredAt !== undefined) return isOpening && now - answeredAt < RECENT ? status : undefined;
      if (!FOLLOWED.includes(status.state)) drop(key);
      return status;
    },
    follow,
    changed: (digest, within) => {
      const key = digest.toLowerCase() as Hex;
      if (!followed.has(key)) return pause(within);
      const news = waiting.get(key) ?? new AbortController();
      waiting.set(key, news);
      return pause(within, news.signal);
    },
  };
}

const keyOf = ({ digest }: RequestStatus) => digest.toLowerCase() as Hex;

/** The status in a server-sent event; undefined for a comment, another event, or any other value. */
function statusIn(event: string): RequestStatus | undefined {
  const data = event
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice("data:".length).trim())
    .join("\n");
  try {
    const value: unknown = JSON.parse(data);
    return REQUEST_STATUS(value, "", []) ? value : undefined;
  } catch {
    return undefined;
  }
}
