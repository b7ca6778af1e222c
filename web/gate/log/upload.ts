import type { UploadAnswer } from "../../../gate/src/protocol/answers.ts";
import type { DeviceStore } from "../device/store.ts";
import { askHub, type HubAnswer } from "../hub/askHub.ts";

/** Rows that a hub takes at once. */
const MOST_ROWS = 256;
/** A night of rows takes the hub longer to check than one scan. */
const PATIENCE_MS = 20_000;

/** What of the store it needs, and how it asks the hub. */
type Store = Pick<DeviceStore, "get" | "put" | "rows">;
type Ask = (path: string, options: askHub.Options) => Promise<HubAnswer<UploadAnswer>>;

/**
 * Sends the hub the rows that it does not have, 256 at a time. A hub that replaced another says that it wants earlier
 * rows first. A row that the hub keeps apart is on the hub's disk, so it does not wait here any more.
 *
 * @param keptApart Hears after each part which rows the hub keeps apart.
 * @param ask Defaults to the hub of this page.
 * @returns the last answer; undefined if nothing was to send.
 */
export async function upload(
  store: Store,
  keptApart: (apart: readonly number[]) => void,
  ask: Ask = askHub,
): Promise<HubAnswer<UploadAnswer> | undefined> {
  let answer: HubAnswer<UploadAnswer> | undefined;
  let next = (await store.get("next")) ?? 1;
  let wentBack = false;
  for (;;) {
    const rows = (await store.rows(next)).slice(0, MOST_ROWS);
    const last = rows.at(-1);
    if (last === undefined) return answer;
    const told: HubAnswer<UploadAnswer> = await ask("/api/log", { body: { rows }, patienceMs: PATIENCE_MS });
    answer = told;
    if (told.status !== "answered") return told;
    const { apart, next: wanted } = told.value;
    keptApart(apart.map(({ seq }) => seq));
    // Once is enough: a hub that takes none of them into its chain would want the same rows for ever.
    const goesBack: boolean = wanted < next && !wentBack;
    wentBack ||= goesBack;
    next = goesBack ? wanted : Math.max(wanted, last.seq + 1);
    await store.put("next", next);
  }
}
