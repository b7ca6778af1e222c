import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SIGNATURE_HEADER } from "doorkey-server";

/** The secret under which the relay signs what it delivers. */
export const SECRET = "a secret of the tests";

/** A delivery that arrived, with its body unread. */
export type Received = { readonly path: string; readonly header: string; readonly body: string };

/** A sponsor's server that keeps what a relay posts. */
export type WebhookReceiver = {
  readonly url: string;
  readonly at: (path: string) => Received[];
  /** Status of the answers at a path. Undefined: calls hang. */
  readonly answer: (path: string, status: number | undefined) => void;
  /** Cuts the calls that hang. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
};

/** Starts a server that answers 204 unless a path has another status. */
export async function startReceiver(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const answers = new Map<string, number | undefined>();
  const server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const path = request.url ?? "";
    received.push({ path, header: String(request.headers[SIGNATURE_HEADER]), body });
    const status = answers.has(path) ? answers.get(path) : 204;
    if (status !== undefined) response.writeHead(status).end();
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    at: (path) => received.filter((one) => one.path === path),
    answer: (path, status) => void answers.set(path, status),
    cut: () => server.closeAllConnections(),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
