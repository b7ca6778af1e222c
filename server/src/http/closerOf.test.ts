import { once } from "node:events";
import { createServer, get, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { expect } from "chai";
import { closerOf } from "./closerOf.ts";

/** How long an answer may take that no test waits for. */
const LONG_MS = 600_000;

const KINDS: { readonly [name: string]: () => Server } = { http: () => createServer(), https: () => createTlsServer() };

for (const [kind, create] of Object.entries(KINDS)) {
  describe(`the end of a server over ${kind}`, () => {
    it("comes at once although a client opened a connection and asks nothing", async () => {
      const { server, close, port } = await listening(create(), LONG_MS);
      const [idle] = await Promise.all([opened(port), once(server, "connection")]);
      await close();
      await ended(idle);
    });
  });
}

describe("the end of a server", () => {
  it("lets an answer under way come whole, and ends the connections beside it then", async () => {
    const { server, close, port } = await listening(createServer(), LONG_MS);
    const [idle] = await Promise.all([opened(port), once(server, "connection")]);
    const asked = once(server, "request");
    const body = bodyOf(port);
    const answer: ServerResponse = (await asked)[1];
    answer.write("first half, ");
    const closing = close();
    answer.end("second half");
    expect(await body).to.equal("first half, second half");
    await closing;
    await ended(idle);
  });

  it("takes no new connection while an answer is under way", async () => {
    const { server, close, port } = await listening(createServer(), LONG_MS);
    const asked = once(server, "request");
    const body = bodyOf(port);
    const answer: ServerResponse = (await asked)[1];
    const closing = close();
    expect(await opened(port).catch(({ code }) => code)).to.equal("ECONNREFUSED");
    answer.end("still here");
    expect(await body).to.equal("still here");
    await closing;
  });

  it("says what a listener could not close, after the answers under way", async () => {
    const server = createServer();
    const close = closerOf([{ server, close: () => Promise.reject(new Error("stuck")) }], { patienceMs: LONG_MS });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const asked = once(server, "request");
    const body = bodyOf((server.address() as AddressInfo).port);
    const answer: ServerResponse = (await asked)[1];
    // One that comes before anything waits for it would end the process.
    const unhandled: unknown[] = [];
    const note = (error: unknown) => void unhandled.push(error);
    process.on("unhandledRejection", note);
    const closing = close().catch((error: Error) => error.message);
    await new Promise((resolve) => setImmediate(resolve));
    answer.end("still here");
    const outcome = { body: await body, closing: await closing, unhandled };
    process.off("unhandledRejection", note);
    await closed(server);
    expect(outcome).to.deep.equal({ body: "still here", closing: "stuck", unhandled: [] });
  });

  it("cuts an answer off that takes longer than its patience", async () => {
    const { server, close, port } = await listening(createServer(), 1);
    const asked = once(server, "request");
    const body = bodyOf(port).catch(({ code }) => code);
    const answer: ServerResponse = (await asked)[1];
    answer.write("first half, ");
    await close();
    expect(await body).to.equal("ECONNRESET");
  });
});

async function listening(server: Server, patienceMs: number) {
  const close = closerOf([{ server, close: () => closed(server) }], { patienceMs });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, close, port: (server.address() as AddressInfo).port };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

async function opened(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}

async function ended(socket: Socket): Promise<void> {
  if (!socket.closed) await once(socket.resume(), "close");
}

async function bodyOf(port: number): Promise<string> {
  const [answer] = await once(get({ port, host: "127.0.0.1", agent: false }), "response");
  let body = "";
  for await (const part of answer.setEncoding("utf8")) body += part;
  return body;
}
