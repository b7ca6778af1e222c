/**
 * Serves the gate page while somebody works on it. Rebuilds and reloads it when a source changes. Asks a hub for the
 * rest.
 *
 *   npm run dev -w doorkey-web -- --hub http://localhost:8443 --port 5180
 */
import { watch } from "node:fs";
import { request as ask, type ServerResponse } from "node:http";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildGate, WEB } from "./buildPage.ts";
import { originOf, servePage } from "./servePage.ts";

/** Milliseconds without a change after which the page is built. An editor writes a file in steps. */
const QUIET_MS = 60;

const { values } = parseArgs({
  options: { hub: { type: "string", default: "http://localhost:8443" }, port: { type: "string", default: "5180" } },
});
const into = join(WEB, "dist", "dev");
const pages = new Set<ServerResponse>();

await buildGate({ reloads: true, into });
const server = await servePage(into, {
  port: Number(values.port),
  other: (request, response) => {
    const { url = "/" } = request;
    if (url === "/reload") {
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
      pages.add(response);
      response.on("close", () => pages.delete(response));
      return true;
    }
    if (!url.startsWith("/api/")) return false;
    const headers = { ...request.headers, host: new URL(values.hub).host, origin: values.hub };
    const asked = ask(new URL(url, values.hub), { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    asked.on("error", () => response.writeHead(502).end());
    response.on("close", () => asked.destroy());
    request.pipe(asked);
    return true;
  },
});
console.log(`gate page ${originOf(server)}, hub ${values.hub}`);

let waiting: ReturnType<typeof setTimeout> | undefined;
for (const folder of ["shared", "gate"]) {
  watch(join(WEB, folder), { recursive: true }, () => {
    clearTimeout(waiting);
    waiting = setTimeout(rebuild, QUIET_MS);
  });
}

async function rebuild(): Promise<void> {
  try {
    await buildGate({ reloads: true, into });
    for (const page of pages) page.write("data: changed\n\n");
  } catch (error) {
    // The builder has written what is wrong. The next change tries again.
    console.error(String(error));
  }
}
