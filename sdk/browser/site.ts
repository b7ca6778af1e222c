/** The buyer's page: only the package, as a browser gets it. It also answers in frames, and with clocks of all kinds. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { bundle } from "../scripts/bundle.ts";
import type * as buyer from "../src/buyer.ts";

/** A function that a page runs in a frame, as text because it travels to another page. */
export type Errand = {
  readonly src: string;
  /** The frame's sandbox attribute; none if undefined. */
  readonly sandbox?: string | undefined;
  readonly source: string;
  readonly argument: unknown;
};

declare global {
  interface Window {
    doorkey: typeof buyer;
    /** Opens a frame, runs a function there, and gives its result. */
    inFrame(errand: Errand): Promise<unknown>;
  }
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>Tickets</title><main></main>
<script type="module">
import * as doorkey from "/buyer.js";
window.doorkey = doorkey;

const run = ({ source, argument }) => new Function("argument", "return (" + source + ")(argument)")(argument);

window.inFrame = ({ src, sandbox, ...errand }) => new Promise((resolve, reject) => {
  const frame = document.createElement("iframe");
  if (sandbox !== undefined) frame.setAttribute("sandbox", sandbox);
  frame.src = src;
  addEventListener("message", ({ data, source }) => {
    if (source !== frame.contentWindow) return;
    // Not returned, because WebKit removes the caller of a last call, and the frame would not see who asks.
    if (data.ready) source.postMessage(errand, "*");
    else if ("failed" in data) reject(new Error(data.failed));
    else resolve(data.result);
  });
  document.body.append(frame);
});

if (parent !== window) {
  addEventListener("message", async ({ data, source }) => {
    if (source !== parent) return;
    try {
      parent.postMessage({ result: await run(data) }, "*");
    } catch (error) {
      parent.postMessage({ failed: String(error) }, "*");
    }
  });
  parent.postMessage({ ready: true }, "*");
}
</script>`;

/** A host other than localhost, which browsers treat as insecure without https. */
export const INSECURE_HOST = "tickets.test";

/** Seconds by which the answers of these paths are old. */
const AGE = 3_600;

export async function startSite() {
  const { bytes } = await bundle("buyer", "src");
  let clocksAsked = 0;

  function answer({ url = "/" }: IncomingMessage, response: ServerResponse): void {
    // A browser that takes this server for a proxy asks for whole addresses.
    const { pathname } = new URL(url, "http://localhost");
    if (pathname === "/buyer.js") {
      // A sandboxed frame has no origin, so it is another one.
      response.writeHead(200, { "content-type": "text/javascript", "access-control-allow-origin": "*" });
      response.end(bytes);
    } else if (pathname === "/cached") {
      response.writeHead(200, { date: httpDate(-AGE), age: String(AGE) }).end();
    } else if (pathname === "/disagreeing") {
      response.writeHead(200, { date: httpDate(clocksAsked++ % 2 === 0 ? 0 : -AGE) }).end();
    } else {
      response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
    }
  }

  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://localhost:${port}`,
    /** The same pages, on another site. */
    foreign: `http://127.0.0.1:${port}`,
    /** The same pages, on two hosts of one site. */
    neighbours: [`http://www.shop.localhost:${port}`, `http://tickets.shop.localhost:${port}`] as const,
    insecure: `http://${INSECURE_HOST}:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Site = Awaited<ReturnType<typeof startSite>>;

function httpDate(seconds: number): string {
  return new Date(Date.now() + 1_000 * seconds).toUTCString();
}
