import type { UploadAnswer } from "../../../gate/src/protocol/answers.ts";
import type { DeviceStore } from "../device/store.ts";
import { askHub, type HubAnswer } from "../hub/askHub.ts";

/** Rows that a hub takes at once. */
const MOST_ROWS = 256;
/** A night of rows takes the hub longer to check than one scan. */
const PATIENCE_MS = 20_000;

/**
 * Sends the hub the rows that it wants, 256 at a time. The hub says from where: one that replaced another wants all.
 *
 * @param told Hears after each part how far the hub is, and how many rows it keeps apart.
 * @returns the last answer; undefined if nothing was to send.
 */
export async function upload(
  store: DeviceStore,
  told: (next: number, apart: number) => void,
): Promise<HubAnswer<UploadAnswer> | undefined> {
  let answer: HubAnswer<UploadAnswer> | undefined;
  let next = (await store.get("next")) ?? 1;
  for (;;) {
    const rows = (await store.rows(next)).slice(0, MOST_ROWS);
    if (rows.length === 0) return answer;
    answer = await askHub<UploadAnswer>("/api/log", { body: { rows }, patienceMs: PATIENCE_MS });
    if (answer.status !== "answered") return answer;
    const before = next;
    next = answer.value.next;
    await store.put("next", next);
    told(next, answer.value.apart.length);
    // A hub that wants the same rows once more would be asked for ever.
    if (next === before) return answer;
  }
}
