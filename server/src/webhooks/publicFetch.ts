import { request } from "node:https";
import { isIP } from "node:net";
import { Readable } from "node:stream";
import { publicLookup } from "./publicLookup.ts";

/**
 * A `fetch` of https pages of the public internet, for addresses that a stranger typed. It looks a name up once and
 * connects to what it found, so a name cannot lead into the server's own network. It follows no redirects, and the caller
 * bounds the body.
 */
export async function publicFetch(address: string | URL, { signal }: RequestInit = {}): Promise<Response> {
  const url = new URL(address);
  if (url.protocol !== "https:") throw new Error("only https pages are asked");
  if (isIP(url.hostname.replace(/^\[|\]$/g, "")) !== 0) throw new Error("a site has a name");
  return new Promise((resolve, reject) => {
    const asking = request(url, { lookup: publicLookup, signal: signal ?? undefined, agent: false }, (answer) => {
      const { statusCode = 502, headers } = answer;
      // A Response has no other status.
      if (statusCode < 200 || statusCode > 599) return reject(new Error(`the site answered ${statusCode}`));
      const kept = Object.entries(headers).flatMap(([name, value]) =>
        typeof value === "string" ? [[name, value] as [string, string]] : [],
      );
      const body = [204, 205, 304].includes(statusCode) ? null : (Readable.toWeb(answer) as ReadableStream);
      resolve(new Response(body, { status: statusCode, headers: kept }));
    });
    asking.on("error", reject);
    asking.end();
  });
}
