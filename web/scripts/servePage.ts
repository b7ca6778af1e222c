/** Serves a built page with the headers of its table, for development and tests. A hub serves it the same way. */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileOf } from "./buildPage.ts";
import type { Headers, HeaderTable } from "./securityHeaders.ts";

/** Answers what is no file of the page. Returns whether it did. */
export type Other = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Starts a server on this machine.
 *
 * @param folder The built page.
 * @param options.port Defaults to a free one.
 * @param options.headers Changes the headers of each file.
 */
export async function servePage(folder: string, options: servePage.Options = {}): Promise<Server> {
  const { port = 0, other = () => false, headers: change = (same: Headers) => same } = options;
  const server = createServer(async (request, response) => {
    if (other(request, response)) return;
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    // Read each time, because a rebuild replaces the files.
    const table: HeaderTable = JSON.parse(await readFile(join(folder, "headers.json"), "utf8"));
    const headers = table[pathname];
    if (headers === undefined) return void response.writeHead(404).end();
    response.writeHead(200, change(headers)).end(await readFile(join(folder, fileOf(pathname))));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

export declare namespace servePage {
  type Options = {
    readonly port?: number;
    readonly other?: Other;
    readonly headers?: (headers: Headers) => Headers;
  };
}

/** Where a server of servePage is. */
export function originOf(server: Server): string {
  const { port } = server.address() as AddressInfo;
  return `http://localhost:${port}`;
}
