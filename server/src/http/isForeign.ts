import type { FastifyRequest } from "fastify";

const READS: readonly string[] = ["GET", "HEAD", "OPTIONS"];

/**
 * Whether a page of another origin asks for a change. A session's cookie is SameSite=Strict, but another port of this
 * machine is the same site.
 */
export function isForeign({ method, headers }: Pick<FastifyRequest, "method" | "headers">): boolean {
  const { origin, host } = headers;
  if (READS.includes(method) || origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
