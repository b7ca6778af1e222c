import type { FastifyRequest } from "fastify";
import { ProblemError } from "../problems/ProblemError.ts";

const READS: readonly string[] = ["GET", "HEAD"];

/**
 * Refuses a change that a page of another origin asks for. The session's cookie is SameSite=Strict, but another port of
 * this machine is the same site.
 *
 * @throws ORIGIN_FOREIGN
 */
export function refuseForeignOrigin({ method, headers }: Pick<FastifyRequest, "method" | "headers">): void {
  const { origin, host } = headers;
  if (READS.includes(method) || origin === undefined) return;
  if (!URL.canParse(origin) || new URL(origin).host !== host) throw new ProblemError("ORIGIN_FOREIGN");
}
