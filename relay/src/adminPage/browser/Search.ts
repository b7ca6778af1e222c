import { h } from "preact";
import { useState } from "preact/hooks";
import type { FoundRequests } from "../../http/adminSchemas.ts";
import { CallError, search } from "./api.ts";
import { brief, time } from "./format.ts";
import { Section, Table } from "./parts.ts";

const STATES = [
  "queued",
  "assigned",
  "mined",
  "confirmed",
  "rejected",
  "expired",
  "superseded",
  "executed_elsewhere",
  "cancelled",
];

type Query = Readonly<Record<string, string>>;
type Found = { readonly query: Query; readonly requests: FoundRequests["requests"]; readonly next: string | null };

/** Finds requests by sender, event, state, sponsor and time. */
export function Search({ onFault }: { onFault: (error: unknown) => void }) {
  const [found, setFound] = useState<Found>();
  const [fault, setFault] = useState("");

  async function ask(query: Query, before: FoundRequests["requests"] = []): Promise<void> {
    try {
      const { requests, next } = await search(query);
      setFound({ query, requests: [...before, ...requests], next });
      setFault("");
    } catch (error) {
      setFault(error instanceof CallError ? error.message : "Something went wrong in the page.");
      onFault(error);
    }
  }

  function submit(event: Event): void {
    event.preventDefault();
    const form = event.currentTarget;
    if (form instanceof HTMLFormElement) void ask(queryIn(new FormData(form)));
  }

  return h(
    Section,
    { id: "search", title: "Requests" },
    h(
      "form",
      { class: "search", onSubmit: submit, role: "search" },
      field("digest", "Digest", { pattern: "0x[0-9a-fA-F]{64}", title: "0x and 64 hex digits" }),
      field("from", "Sender", { pattern: "0x[0-9a-fA-F]{40}", title: "0x and 40 hex digits" }),
      field("event", "Event", { inputMode: "numeric", pattern: "[1-9][0-9]{0,9}", title: "the number of an event" }),
      field("sponsor", "Sponsor", { pattern: "[a-z0-9][a-z0-9\\-]{0,39}", title: "a sponsor's id" }),
      h(
        "label",
        null,
        "State",
        h(
          "select",
          { name: "state" },
          h("option", { value: "" }, "any"),
          ...STATES.map((state) => h("option", { value: state }, state)),
        ),
      ),
      field("since", "Accepted from (UTC)", { type: "datetime-local" }),
      field("until", "Accepted before (UTC)", { type: "datetime-local" }),
      h("button", { type: "submit", class: "strong" }, "Find"),
    ),
    h("p", { role: "alert", class: "fault" }, fault),
    found !== undefined &&
      h(Results, { found, more: () => void ask({ ...found.query, after: found.next ?? "" }, found.requests) }),
  );
}

function field(name: string, label: string, attributes: Record<string, string>) {
  return h("label", null, label, h("input", { name, autocomplete: "off", ...attributes }));
}

/** The form's times have no offset, and are meant in UTC. */
function queryIn(data: FormData): Query {
  const entries = [...data].map(([name, value]): [string, string] => {
    const text = String(value).trim();
    return [name, (name === "since" || name === "until") && text !== "" ? `${text}Z` : text];
  });
  return Object.fromEntries(entries);
}

function Results({ found: { requests, next }, more }: { found: Found; more: () => void }) {
  return h(
    "div",
    { class: "results" },
    h("p", { role: "status" }, `${requests.length}${next === null ? "" : " or more"} found`),
    h(Table, {
      caption: "Requests that were found, the newest first",
      columns: ["Request", "Accepted", "State", "Sponsor", "Sender", "Events", "Reason"],
      empty: "No request fits.",
      rows: requests.map((one) => ({
        key: one.digest,
        cells: [
          h("code", { title: one.digest }, brief(one.digest)),
          time(one.receivedAt),
          one.outcome === null ? one.state : `${one.state}, ${one.outcome}`,
          one.sponsor,
          h("code", { title: one.from }, brief(one.from)),
          one.events.join(", "),
          one.reason ?? one.trouble ?? "",
        ],
      })),
    }),
    next !== null && h("button", { type: "button", onClick: more }, "Show more"),
  );
}
