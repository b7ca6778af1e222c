/** The in-process chain and relay behind real sockets on this machine. */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { JsonRpcApiProvider } from "ethers";
import type { Relay } from "../../src/relay/Relay.ts";
import type { Problem, RequestsBody, ReturnsBody } from "../../src/relay/wire.ts";

export type Served = { readonly url: string; readonly close: () => Promise<void> };

/** The chain as a node over HTTP. */
export function serveRpc(provider: JsonRpcApiProvider): Promise<Served> {
  return serve(async (request, response) => {
    const body = await json(request);
    const answers = await Promise.all((Array.isArray(body) ? body : [body]).map(answer));
    response
      .setHeader("content-type", "application/json")
      .end(JSON.stringify(Array.isArray(body) ? answers : answers[0]));
  });

  async function answer({ id, method, params }: { id: number; method: string; params: unknown[] }) {
    try {
      return { jsonrpc: "2.0", id, result: await provider.send(method, params) };
    } catch (error) {
      const { message, data } =
        (error as { error?: { message: string; data: unknown } }).error ?? (error as Error & { data: unknown });
      return { jsonrpc: "2.0", id, error: { code: -32603, message, data } };
    }
  }
}

/** A relay over HTTP, with the paths of the wire format. */
export function serveRelay(relay: Relay): Promise<Served> {
  return serve(async (request, response) => {
    const { method, url = "" } = request;
    const reply = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    try {
      if (url === "/v1/info") return reply(200, await relay.info());
      if (url.startsWith("/v1/requests/")) {
        const status = await relay.status(url.slice("/v1/requests/".length) as `0x${string}`);
        return status === undefined ? reply(404, problem("REQUEST_UNKNOWN", 404)) : reply(200, status);
      }
      const body = method === "POST" ? await json(request) : undefined;
      if (url === "/v1/prepare") return reply(200, await relay.prepare(body as never));
      if (url === "/v1/requests") return reply(202, { results: await relay.submit((body as RequestsBody).requests) });
      if (url === "/v1/returns")
        return reply(202, { results: await relay.submitReturns((body as ReturnsBody).returns) });
      return reply(404, problem("NOT_FOUND", 404));
    } catch (error) {
      const { contractError } = error as { contractError?: { data: `0x${string}` } };
      return reply(422, { ...problem("CALL_REVERTS", 422), ...(contractError && { revertData: contractError.data }) });
    }
  });
}

export function problem(code: string, status: number, change: Partial<Problem> = {}): Problem {
  return {
    type: "about:blank",
    title: code,
    status,
    code,
    detail: `${code}.`,
    retryable: false,
    requestId: "1",
    ...change,
  };
}

export async function serve(listener: RequestListener): Promise<Served> {
  const server = createServer(listener);
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

/** A port on which no server listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((done) => server.close(done));
  return port;
}

function listen(server: Server): Promise<number> {
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done((server.address() as AddressInfo).port)));
}
