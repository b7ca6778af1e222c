import { h } from "preact";
import type { AdminOverview } from "../../http/adminSchemas.ts";
import { brief, counted, ether, gwei, span, time, usedPart } from "./format.ts";
import { Badge, Section, Table } from "./parts.ts";

type Data = { readonly data: AdminOverview };
/** Asks whether to pause or resume a target. */
export type AskPause = (target: string, name: string, paused: boolean) => void;

const PARTS = [
  ["intake", "Intake"],
  ["sending", "Sending"],
  ["reading", "Reading"],
] as const;

/** What the relay can do now, and why it cannot do the rest. */
export function Health({ data: { ready } }: Data) {
  return h(
    Section,
    { id: "health", title: "Readiness" },
    h(
      "ul",
      { class: "health" },
      ...PARTS.map(([part, name]) => {
        const { reasons, warnings } = ready[part];
        const good = reasons.length === 0;
        return h(
          "li",
          { key: part, class: good ? "good" : "bad" },
          h(
            "div",
            { class: "head" },
            h("strong", null, name),
            h(Badge, { tone: good ? "good" : "bad" }, good ? "ready" : "not ready"),
          ),
          [...reasons, ...warnings].length > 0 &&
            h("ul", { class: "reasons" }, ...[...reasons, ...warnings].map((text) => h("li", { key: text }, text))),
        );
      }),
    ),
  );
}

export function Signers({ data, ask }: Data & { readonly ask: AskPause }) {
  return h(
    Section,
    { id: "signers", title: "Signers" },
    h(Table, {
      caption: "Signers, their balances, leases and progress",
      columns: ["Address", "Balance", "Replica", "Under way", "Last pass", "Action"],
      empty: "No signer has sent for this relay yet.",
      rows: data.signers.map((one) => ({
        key: one.address,
        alarm: one.low || one.trouble !== null,
        cells: [
          h("code", { class: "address" }, one.address),
          one.balance === null ? "unknown" : [ether(one.balance), one.low && h(Badge, { tone: "bad" }, "low")],
          leaseText(one),
          `${counted(one.waiting, "transaction")}, ${counted(one.requests, "request")}${one.waiting > 0 ? `; oldest ${span(one.oldestWaitingSeconds)}` : ""}`,
          [
            one.passedSeconds === null ? "none" : `${span(one.passedSeconds)} ago`,
            one.trouble !== null && h("div", { class: "fault" }, one.trouble),
          ],
          h(PauseButton, {
            target: `signers/${one.address}`,
            name: `signer ${brief(one.address)}`,
            paused: one.paused,
            ask,
          }),
        ],
      })),
    }),
  );
}

function leaseText({ owner, leaseSeconds }: AdminOverview["signers"][number]) {
  if (owner === null || leaseSeconds === null) return h(Badge, { tone: "bad" }, "none");
  if (leaseSeconds <= 0)
    return [h("code", null, owner.slice(0, 8)), h(Badge, { tone: "bad" }, `ended ${span(leaseSeconds)} ago`)];
  return h("code", null, owner.slice(0, 8));
}

function PauseButton({ target, name, paused, ask }: { target: string; name: string; paused: boolean; ask: AskPause }) {
  return h(
    "button",
    {
      type: "button",
      onClick: () => ask(target, name, !paused),
      "aria-label": `${paused ? "Resume" : "Pause"} ${name}`,
    },
    paused ? "Resume" : "Pause",
  );
}

export function Sponsors({ data, ask }: Data & { readonly ask: AskPause }) {
  return h(
    Section,
    { id: "sponsors", title: "Sponsors" },
    h(Table, {
      caption: "Queue and budgets by sponsor",
      columns: ["Sponsor", "Queued", "Assigned", "Mined", "Today", "This month", "Action"],
      empty: "The configuration has no sponsor.",
      rows: data.sponsors.map((one) => ({
        key: one.sponsor,
        alarm: one.quarantined > 0,
        cells: [
          [
            h("strong", null, one.sponsor),
            one.quarantined > 0 && h(Badge, { tone: "bad" }, `${one.quarantined} in quarantine`),
          ],
          one.queued > 0 ? `${one.queued}, oldest ${span(one.oldestQueuedSeconds)}` : "0",
          String(one.assigned),
          String(one.mined),
          h(Budget, { name: `${one.sponsor} today`, usage: one.day }),
          h(Budget, { name: `${one.sponsor} this month`, usage: one.month }),
          h(PauseButton, {
            target: `sponsors/${one.sponsor}`,
            name: `sponsor ${one.sponsor}`,
            paused: data.paused.includes(`sponsor:${one.sponsor}`),
            ask,
          }),
        ],
      })),
    }),
  );
}

function Budget({ name, usage }: { name: string; usage: AdminOverview["sponsors"][number]["day"] }) {
  return h(
    "div",
    { class: "budget" },
    h("meter", { "aria-label": `Budget of ${name}`, min: 0, max: 1, high: 0.8, optimum: 0, value: usedPart(usage) }),
    h("div", null, `${ether(usage.spent)} of ${ether(usage.limit)}`),
    BigInt(usage.reserved) > 0n && h("div", { class: "quiet" }, `${ether(usage.reserved)} reserved`),
  );
}

export function UnderWay({ data }: Data) {
  return h(
    Section,
    { id: "transactions", title: "Transactions under way" },
    h(Table, {
      caption: "Transactions that are not final, with their attempts",
      columns: ["Nonce", "Signer", "State", "Requests", "Age", "Attempts (fee and tip in gwei)"],
      empty: "None.",
      rows: data.transactions.map((one) => ({
        key: `${one.signer} ${one.nonce}`,
        cells: [
          String(one.nonce),
          h("code", { title: one.signer }, brief(one.signer)),
          one.state === "mined" ? `mined in block ${one.blockNumber}` : one.state,
          `${one.requests} ${one.kind === "fill" ? "(empty)" : ""}`,
          span(one.ageSeconds),
          h(
            "ol",
            { class: "attempts" },
            ...one.attempts.map(({ hash, maxFee, maxTip, ageSeconds }) =>
              h(
                "li",
                { key: hash },
                h("code", { title: hash }, brief(hash)),
                ` ${gwei(maxFee)} / ${gwei(maxTip)}, ${span(ageSeconds)} ago`,
              ),
            ),
          ),
        ],
      })),
    }),
  );
}

export function Quarantine({ data }: Data) {
  return h(
    Section,
    { id: "quarantine", title: "Quarantine" },
    h("p", { class: "quiet" }, "Requests about which no node answers. Each waits by itself."),
    h(Table, {
      caption: "Requests in quarantine, with reasons",
      columns: ["Request", "Sponsor", "Tries", "Next try", "The node's words"],
      empty: "No request waits.",
      rows: data.quarantine.map((one) => ({
        key: one.digest,
        cells: [
          h("code", { title: one.digest }, brief(one.digest)),
          one.sponsor,
          String(one.troubles),
          one.waitsUntil === null ? "now" : time(one.waitsUntil),
          one.trouble ?? "",
        ],
      })),
    }),
  );
}

export function Faults({ data }: Data) {
  return h(
    Section,
    { id: "faults", title: "Last warnings and errors" },
    h("p", { class: "quiet" }, "Of the replica that answered, since it started."),
    h(Table, {
      caption: "Last warnings and errors of this replica",
      columns: ["Time", "Level", "What"],
      empty: "None.",
      rows: data.faults.map(({ at, level, message, fields }, i) => ({
        key: `${at} ${i}`,
        alarm: level === "error",
        cells: [
          time(at),
          h(Badge, { tone: level === "error" ? "bad" : "plain" }, level),
          [
            h("strong", null, message),
            h(
              "span",
              { class: "fields" },
              ...Object.entries(fields).map(
                ([name, value]) => ` ${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
              ),
            ),
          ],
        ],
      })),
    }),
  );
}
