import type { FastifyReply } from "fastify";

/** Server-sent events to every page that listens. */
export type Streams = {
  /**
   * Takes an answer over, and writes every later event of its owner to it.
   *
   * @param first Events that come before all others.
   * @returns False if too many streams are open.
   */
  readonly open: (owner: string, reply: FastifyReply, first: readonly StreamEvent[]) => boolean;
  readonly send: (event: StreamEvent) => void;
  readonly sendTo: (owner: string, event: StreamEvent) => void;
  /** Owners with an open stream. */
  readonly owners: () => ReadonlySet<string>;
  /** Ends the streams of one owner. */
  readonly end: (owner: string) => void;
  readonly close: () => void;
};

export type StreamEvent = { readonly event: string; readonly data: unknown; readonly id?: number };

const MOST = 1_000;
const MOST_OF_OWNER = 4;

/** Milliseconds between beats. A page that misses three is alone. */
const BEAT_MS = 2_000;

/** A page that does not read so many bytes is cut off. It comes back and asks for what it missed. */
const MOST_WAITING = 1_048_576;

type Stream = { readonly owner: string; readonly reply: FastifyReply };

/** @param options.now Seconds since 1970, which each beat tells. */
export function createStreams({ now }: { readonly now: () => number }): Streams {
  const all = new Set<Stream>();
  const of = (owner: string) => [...all].filter((stream) => stream.owner === owner);
  const write = (stream: Stream, text: string) => {
    const { raw } = stream.reply;
    if (raw.writableLength > MOST_WAITING) raw.destroy();
    else raw.write(text);
  };
  const send: Streams["send"] = (event) => {
    const text = textOf(event);
    for (const stream of all) write(stream, text);
  };
  const beat = setInterval(() => send({ event: "beat", data: { now: now() } }), BEAT_MS).unref();

  return {
    open: (owner, reply, first) => {
      if (all.size >= MOST || of(owner).length >= MOST_OF_OWNER) return false;
      const stream = { owner, reply };
      const { raw } = reply;
      reply.hijack();
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) raw.setHeader(name, value);
      raw.writeHead(200, {
        "content-type": "text/event-stream",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      raw.write("retry: 1000\n\n");
      for (const event of [...first, { event: "beat", data: { now: now() } }]) raw.write(textOf(event));
      all.add(stream);
      raw.on("close", () => all.delete(stream));
      return true;
    },
    send,
    sendTo: (owner, event) => {
      for (const stream of of(owner)) write(stream, textOf(event));
    },
    owners: () => new Set([...all].map(({ owner }) => owner)),
    end: (owner) => {
      for (const { reply } of of(owner)) reply.raw.end();
    },
    close: () => {
      clearInterval(beat);
      for (const { reply } of all) reply.raw.end();
    },
  };
}

function textOf({ event, data, id }: StreamEvent): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
