import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { isDeliverySigned, SIGNATURE_HEADER } from "doorkey-server";

export const SECRET = "a secret of the tests";

/** A delivery that arrived, with its body read. */
export type Received = {
  readonly path: string;
  readonly signed: boolean;
  readonly userAgent: string | undefined;
  readonly body: Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };
};

/** A shop's server that keeps what the office posts. */
export type WebhookReceiver = {
  readonly port: number;
  readonly received: Received[];
  readonly at: (path: string) => Received[];
  /** Status of the answers at a path. Undefined: it never answers. */
  readonly answer: (path: string, status: number | undefined) => void;
  readonly close: () => Promise<void>;
};

/**
 * Starts a server that answers 204 unless a path has another status.
 *
 * @param now Seconds, for the time in signatures.
 */
export async function startReceiver({ port = 0, now = () => Date.now() / 1_000 } = {}): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const answers = new Map<string, number | undefined>();
  const server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const path = request.url ?? "";
    const header = String(request.headers[SIGNATURE_HEADER]);
    received.push({
      path,
      signed: isDeliverySigned({ secret: SECRET, body, header, seconds: now() }),
      userAgent: request.headers["user-agent"],
      body: JSON.parse(body),
    });
    const status = answers.has(path) ? answers.get(path) : 204;
    if (status !== undefined) response.writeHead(status).end();
  }

  return {
    port: (server.address() as AddressInfo).port,
    received,
    at: (path) => received.filter((one) => one.path === path),
    answer: (path, status) => void answers.set(path, status),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
