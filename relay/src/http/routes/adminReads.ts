import type { Hex } from "doorkey/buyer";
import type { Static } from "typebox";
import { ProblemError } from "../../problems/ProblemError.ts";
import { auditRows, type Cursor, type RequestSearch, searchRequests } from "../../storage/index.ts";
import { requireAdmin } from "../adminAccess.ts";
import { adminOverview, foundRequest } from "../adminOverview.ts";
import { AdminOverview, AuditPage, AuditQuery, FoundRequests, SearchQuery } from "../adminSchemas.ts";
import type { Routes, Service } from "../Service.ts";
import { Problem } from "../schemas.ts";

const LIMIT = 50;
/** Event ids have 32 bits. */
const MOST_EVENT = 0xffff_ffff;

/** What operators read: everything at a glance, a search of requests, the log of their acts. */
export function adminReads(app: Routes, service: Service): void {
  const { db } = service.intake;
  const security = [{ key: [] }];

  app.get(
    "/v1/admin/overview",
    {
      schema: {
        summary: "Signers, sponsors, transactions under way, quarantine, last faults",
        security,
        response: { 200: AdminOverview, "4xx": Problem },
      },
    },
    async (request, reply) => {
      await requireAdmin(request, service);
      reply.header("cache-control", "no-store");
      return adminOverview(service);
    },
  );

  app.get(
    "/v1/admin/requests",
    {
      schema: {
        summary: "Requests by digest, sender, event, state, sponsor and time of acceptance, the newest first",
        security,
        querystring: SearchQuery,
        response: { 200: FoundRequests, "4xx": Problem },
      },
    },
    async (request, reply) => {
      await requireAdmin(request, service);
      reply.header("cache-control", "no-store");
      const search = searchIn(request.query);
      // One more than the page shows whether there is another.
      const rows = await searchRequests(db, { ...search, limit: search.limit + 1 });
      const page = rows.slice(0, search.limit);
      const last = rows.length > page.length ? page.at(-1) : undefined;
      return { requests: page.map(foundRequest), next: last === undefined ? null : `${last.cursor},${last.digest}` };
    },
  );

  app.get(
    "/v1/admin/audit",
    {
      schema: {
        summary: "What operators did, the newest first",
        security,
        querystring: AuditQuery,
        response: { 200: AuditPage, "4xx": Problem },
      },
    },
    async (request, reply) => {
      await requireAdmin(request, service);
      reply.header("cache-control", "no-store");
      const { limit = String(LIMIT), before } = request.query;
      const rows = await auditRows(db, {
        limit: Number(limit) + 1,
        ...(before !== undefined && { before: Number(before) }),
      });
      const page = rows.slice(0, Number(limit));
      const acts = page.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
      return { acts, next: rows.length > page.length ? (page.at(-1)?.id ?? null) : null };
    },
  );
}

/** @throws BODY_MALFORMED for what the schema cannot see. */
function searchIn(query: Static<typeof SearchQuery>): RequestSearch {
  const { digest, from, event, state, sponsor, quarantined, since, until, limit = String(LIMIT), after } = query;
  if (event !== undefined && Number(event) > MOST_EVENT) {
    throw new ProblemError("BODY_MALFORMED", { detail: "querystring/event must be below 2^32." });
  }
  return {
    limit: Number(limit),
    ...(digest !== undefined && { digest }),
    ...(from !== undefined && { from }),
    ...(event !== undefined && { event: Number(event) }),
    ...(state !== undefined && { state }),
    ...(sponsor !== undefined && { sponsor }),
    ...(quarantined === "true" && { quarantined: true }),
    ...(since !== undefined && { since: timeIn("since", since) }),
    ...(until !== undefined && { until: timeIn("until", until) }),
    ...(after !== undefined && { after: cursorIn(after) }),
  };
}

function timeIn(field: string, text: string): Date {
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time;
  throw new ProblemError("BODY_MALFORMED", { detail: `querystring/${field} is not a time.` });
}

function cursorIn(text: string): Cursor {
  const [receivedAt = "", digest = ""] = text.split(",");
  timeIn("after", receivedAt);
  return { receivedAt, digest: digest as Hex };
}
