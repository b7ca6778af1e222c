import { createHash } from "node:crypto";
import type { FastifyReply } from "fastify";
import { html, script, style } from "../../adminPage/generated/page.ts";
import type { Routes } from "../Service.ts";

/** Everything comes from the relay itself, in files of their own. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const FILES = {
  "/admin/": { type: "text/html; charset=utf-8", text: html },
  "/admin/page.js": { type: "text/javascript; charset=utf-8", text: script },
  "/admin/page.css": { type: "text/css; charset=utf-8", text: style },
} as const;

/** The operator's page. It has no data of its own; the page asks for them with its session. */
export function pageRoutes(app: Routes): void {
  app.get("/admin", { schema: { hide: true } }, async (_, reply) => reply.redirect("/admin/", 308));
  for (const [path, { type, text }] of Object.entries(FILES)) {
    const etag = `"${createHash("sha256").update(text).digest("base64url")}"`;
    app.get(path, { schema: { hide: true } }, async (request, reply) => {
      protect(reply).header("etag", etag).header("cache-control", "no-cache");
      if (request.headers["if-none-match"] === etag) return reply.code(304).send();
      return reply
        .type(type)
        .serializer((answer: string) => answer)
        .send(text);
    });
  }
}

function protect(reply: FastifyReply): FastifyReply {
  return reply
    .header("content-security-policy", POLICY)
    .header("x-frame-options", "DENY")
    .header("referrer-policy", "no-referrer")
    .header("cross-origin-opener-policy", "same-origin")
    .header("cross-origin-resource-policy", "same-origin");
}
