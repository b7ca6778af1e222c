import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Milliseconds for answers under way. A server that stops has ten seconds in all. */
const PATIENCE_MS = 3_000;

/** A listener, such as a Fastify instance. */
export type Closable = { readonly server: Server; readonly close: () => PromiseLike<unknown> };

/**
 * How listeners close although their clients keep connections open. A browser opens some in advance, and Node would wait
 * a minute for their first request. Call this before they listen.
 *
 * @param options.patienceMs Milliseconds for answers under way. Defaults to 3,000.
 * @returns Takes no more connections, lets answers under way end, and then ends each connection.
 * @example
 * const close = closerOf([app]);
 * await app.listen({ host: "127.0.0.1", port: 8787 });
 * await close();
 */
export function closerOf(listeners: readonly Closable[], { patienceMs = PATIENCE_MS } = {}): () => Promise<void> {
  const sockets = new Set<Socket>();
  const answers = new Set<ServerResponse>();
  let onLast = () => {};
  for (const { server } of listeners) {
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    });
    server.on("request", (_, answer) => {
      answers.add(answer);
      answer.once("close", () => {
        answers.delete(answer);
        if (answers.size === 0) onLast();
      });
    });
  }
  return async () => {
    const closed = Promise.all(listeners.map((one) => one.close()));
    // Its failure is thrown below, after the answers under way.
    closed.catch(() => {});
    const late = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, patienceMs);
    try {
      if (answers.size > 0) await new Promise<void>((resolve) => (onLast = resolve));
      for (const socket of sockets) socket.destroySoon();
      await closed;
    } finally {
      clearTimeout(late);
    }
  };
}
