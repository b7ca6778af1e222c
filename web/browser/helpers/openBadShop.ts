/** A shop on a real server that answers claims as a test says, and a stranger's server beside it. */
import { createServer, type RequestListener, type ServerResponse } from "node:http";
import type { Pass } from "doorkey/buyer";
import { originOf } from "../../scripts/servePage.ts";
import { AGENT, eventAt, passOf, rightsOf } from "./cannedShop.ts";

const STARTS_AT = "2030-03-20T19:00:00+09:00";
const CORS = { "access-control-allow-origin": "*", "access-control-allow-headers": "content-type" };

/** How a bad shop answers a claim. `stranger` is the origin of the other server. */
export type BadAnswer = (response: ServerResponse, stranger: string) => void;

export type BadShop = {
  /** Where a wallet reaches it. */
  readonly url: string;
  /** Undefined for an honest answer. */
  badAnswer: BadAnswer | undefined;
  /** How many requests came to the stranger's server. */
  readonly atStranger: () => number;
  readonly close: () => Promise<void>;
};

export async function openBadShop(): Promise<BadShop> {
  let strange = 0;
  const stranger = await listen((_, response) => {
    strange++;
    json(response, {});
  });
  let pass: Pass | undefined;
  const shop = await listen(async (request, response) => {
    const { method, url: path = "" } = request;
    if (method === "OPTIONS") return response.writeHead(204, CORS).end();
    if (path === "/.well-known/doorkey.json") return json(response, { agents: [AGENT] });
    if (path.startsWith("/door/events/")) return json(response, eventAt(STARTS_AT));
    if (path === "/door/claims") {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      if (open.badAnswer !== undefined) return open.badAnswer(response, stranger.origin);
      pass = passOf(JSON.parse(Buffer.concat(parts).toString()), STARTS_AT);
      return json(response, pass);
    }
    json(response, { passes: pass === undefined ? [] : [pass], rights: pass === undefined ? [] : rightsOf(pass) });
  });
  const open: BadShop = {
    url: `${shop.origin}/door`,
    badAnswer: undefined,
    atStranger: () => strange,
    close: async () => {
      await Promise.all([shop.close(), stranger.close()]);
    },
  };
  return open;
}

/** What a shop answers that means harm, or is broken. */
export const BAD_ANSWERS: { readonly [name: string]: BadAnswer } = {
  "sends to a stranger's address": (response, stranger) =>
    response.writeHead(307, { ...CORS, location: `${stranger}/claims` }).end(),
  "answers with 10 MB": (response) => json(response, "x".repeat(10_000_000)),
  "answers with a page": (response) =>
    response.writeHead(200, { ...CORS, "content-type": "text/html" }).end("<h1>Sign in</h1>"),
  "breaks off": (response) => {
    response.writeHead(200, { ...CORS, "content-type": "application/json", "content-length": "1000" }).write('{"v":');
    response.destroy();
  },
};

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { ...CORS, "content-type": "application/json" }).end(JSON.stringify(value));
}

async function listen(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    origin: originOf(server),
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => void server.close(done));
    },
  };
}
