import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** A server of a test. */
export type Served = { readonly url: string; readonly close: () => Promise<void> };

/** Answers each request with a text; with 404 if there is none. */
export async function serve(answer: (body: unknown) => Promise<string | undefined>): Promise<Served> {
  const server: Server = createServer(async (request, response) => {
    const text = await answer(request.method === "POST" ? await json(request) : undefined);
    response.writeHead(text === undefined ? 404 : 200, { "content-type": "application/json" }).end(text);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
