/**
 * Serves a page during work on it. Rebuilds and reloads it when a source changes. Asks a hub for what the gate page
 * needs of one, and an office for what the box office needs.
 *
 *   npm run dev -w doorkey-web -- --page gate --hub http://localhost:8443 --port 5180
 *   npm run dev -w doorkey-web -- --page wallet
 *   npm run dev -w doorkey-web -- --page box-office --hub http://localhost:8480
 */
import { watch } from "node:fs";
import { request as ask, type ServerResponse } from "node:http";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { WEB } from "./buildPage.ts";
import { withLocalSellers } from "./localSellers.ts";
import { buildBoxOffice, buildGate, buildWallet } from "./pages.ts";
import { originOf, servePage } from "./servePage.ts";

/** Milliseconds without a change after which the page is built. An editor writes a file in steps. */
const QUIET_MS = 60;

const { values } = parseArgs({
  options: {
    page: { type: "string", default: "gate" },
    hub: { type: "string", default: "http://localhost:8443" },
    port: { type: "string", default: "5180" },
  },
});
const BUILDS = { gate: buildGate, wallet: buildWallet, "box-office": buildBoxOffice } as const;
const build = BUILDS[values.page as keyof typeof BUILDS];
const into = join(WEB, "dist", "dev");
const pages = new Set<ServerResponse>();

await build({ reloads: true, into });
const server = await servePage(into, {
  port: Number(values.port),
  headers: withLocalSellers,
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
console.log(`${values.page} ${originOf(server)}, hub ${values.hub}`);

let waiting: ReturnType<typeof setTimeout> | undefined;
for (const folder of ["shared", values.page]) {
  watch(join(WEB, folder), { recursive: true }, () => {
    clearTimeout(waiting);
    waiting = setTimeout(rebuild, QUIET_MS);
  });
}

async function rebuild(): Promise<void> {
  try {
    await build({ reloads: true, into });
    for (const page of pages) page.write("data: changed\n\n");
  } catch (error) {
    // The builder has written what is wrong. The next change tries again.
    console.error(String(error));
  }
}
