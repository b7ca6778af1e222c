import type { EngineEvent } from "../engine/index.ts";
import type { Metrics } from "./metrics.ts";
import type { RelayLogger } from "./recentFaults.ts";

/** Errors and warnings are for an operator to look at, infos are good to know. All other events are at level debug. */
const LEVELS: Partial<Record<EngineEvent["type"], "error" | "warn" | "info">> = {
  trouble: "error",
  displaced: "error",
  batch_reverted: "error",
  fenced: "warn",
  reorged: "warn",
  balance_low: "warn",
  balance_short: "warn",
  code_found: "error",
  code_gone: "info",
  fee_above_cap: "warn",
  at_fee_cap: "warn",
  quarantined: "warn",
  send_refused: "warn",
  emptied: "warn",
  gap_filled: "warn",
  nonce_lowered: "warn",
  nonce_raised: "warn",
  endpoint: "warn",
  balance_ok: "info",
  lease_taken: "info",
  lease_released: "info",
  bumped: "info",
  confirmed: "info",
};

/**
 * Writes what the engine does into log and metrics.
 *
 * @param now Milliseconds, for tests.
 */
export function logEngine(
  logger: RelayLogger,
  metrics: Pick<Metrics, "engine">,
  now: () => number = Date.now,
): (event: EngineEvent) => void {
  const isNews = newsFilter(now);
  return (event) => {
    metrics.engine(event);
    const isGoodNews = event.type === "endpoint" && event.state === "healthy";
    const level = isGoodNews ? "info" : (LEVELS[event.type] ?? "debug");
    const fields = fieldsOf(event);
    logger[isNews(event, fields) ? level : "debug"]({ msg: event.type, ...fields });
  };
}

/** What a pass finds again and again, five times a second. */
const RECURRING: readonly EngineEvent["type"][] = [
  "trouble",
  "fee_above_cap",
  "at_fee_cap",
  "send_refused",
  "emptied",
  "balance_short",
];
/** Milliseconds after which what lasts is said again. */
const SAY_AGAIN = 60_000;

/** Whether an event differs from the last of its kind and signer, or was not said for a minute. */
function newsFilter(now: () => number): (event: EngineEvent, fields: Record<string, unknown>) => boolean {
  const said = new Map<string, { readonly text: string; readonly at: number }>();
  return (event, { nonce: _, hash: __, ...fields }) => {
    const signer = "signer" in event ? (event.signer ?? "") : "";
    // A transaction was built, so what was in the way is over.
    if (event.type === "formed") for (const type of RECURRING) said.delete(`${type} ${signer}`);
    if (!RECURRING.includes(event.type)) return true;
    const [key, text] = [`${event.type} ${signer}`, withoutFigures(JSON.stringify(fields))];
    const last = said.get(key);
    if (last?.text === text && now() - last.at < SAY_AGAIN) return false;
    said.set(key, { text, at: now() });
    return true;
  };
}

/** Nodes write balances, blocks and hashes into their words. They differ each time, and are no news. */
function withoutFigures(text: string): string {
  return text.replace(/0x[0-9a-f]+|\d{4,}|\d+\.\d+/gi, "#");
}

/** Amounts become text. Of an error only name and message are kept, because other fields may hold query parameters. */
function fieldsOf({ type: _, ...fields }: EngineEvent): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]): [string, unknown] => {
      if (typeof value === "bigint") return [name, String(value)];
      if (value instanceof Error) return [name, `${value.name}: ${value.message}`];
      return [name, name === "url" ? hostOf(String(value)) : value];
    }),
  );
}

/** Only the host is logged, because providers' URLs carry keys. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "unknown";
}
