import type { Headers } from "./securityHeaders.ts";

/** The headers of a page that is tried out on this machine, where sellers answer without https. */
export function withLocalSellers(headers: Headers): Headers {
  const policy = headers["content-security-policy"]?.replace(/(?<=connect-src [^;]*https:)/, " http://localhost:*");
  return policy === undefined ? headers : { ...headers, "content-security-policy": policy };
}
