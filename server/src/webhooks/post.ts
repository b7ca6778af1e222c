import { lookup } from "node:dns";
import { type ClientRequest, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { isPrivateAddress } from "./privateAddresses.ts";
import { PRIVATE_FAULT, publicLookup } from "./publicLookup.ts";

export type Post = {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly allowPrivate: boolean;
};

/** Why a delivery failed: a word for operators, never the endpoint's own text. */
export type PostResult = { readonly ok: true } | { readonly ok: false; readonly fault: string };

/**
 * Posts to a foreign server. It does not follow redirects and does not read the answer. It checks the very address that
 * it connects to, so a host name that resolves differently the second time cannot lead to a private address.
 */
export function post({ url, body, headers, timeoutMs, allowPrivate }: Post): Promise<PostResult> {
  const target = new URL(url);
  const host = target.hostname.replace(/^\[|\]$/g, "");
  if (!allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) return failed("private address");

  const request = target.protocol === "https:" ? httpsRequest : httpRequest;
  return new Promise((done) => {
    const end = (result: PostResult, call?: ClientRequest) => {
      clearTimeout(timer);
      call?.destroy();
      done(result);
    };
    const call = request(target, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", "content-length": Buffer.byteLength(body) },
      lookup: allowPrivate ? lookup : publicLookup,
      agent: false,
    });
    // Limits the whole exchange, because a server that sends a byte now and then would outlast an idle timeout.
    const timer = setTimeout(() => end({ ok: false, fault: "timeout" }, call), timeoutMs);
    call.on("response", ({ statusCode = 0 }) => {
      const ok = statusCode >= 200 && statusCode < 300;
      end(ok ? { ok } : { ok, fault: `status ${statusCode}` }, call);
    });
    call.on("error", (error) => end({ ok: false, fault: faultOf(error) }, call));
    call.end(body);
  });
}

function faultOf(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  return code === PRIVATE_FAULT ? "private address" : code || "connection failed";
}

async function failed(fault: string): Promise<PostResult> {
  return { ok: false, fault };
}
