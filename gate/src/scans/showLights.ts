import { showLight } from "../merge/claimRights.ts";
import { type Act, act, type Caller, type Hub } from "./Hub.ts";

/** Notes which lights a device showed. Scans of other devices, and unknown ones, are passed over. */
export async function showLights(hub: Hub, caller: Caller, scanIds: readonly string[]): Promise<void> {
  if (scanIds.length === 0) return;
  await act(hub, (acting) => showAll(hub, caller, scanIds, acting));
}

/** The same, as a part of an act. */
export function showAll(hub: Hub, caller: Pick<Caller, "id">, scanIds: readonly string[], acting: Act): void {
  for (const scanId of scanIds) showOne(hub, caller.id, scanId, acting);
}

/**
 * Notes that a device showed the light of a scan.
 *
 * @param at Seconds. Defaults to the time of the act.
 */
export function showOne(hub: Hub, device: string, scanId: string, acting: Act, at = acting.at): void {
  const { draft } = acting;
  if (draft.book.entries.get(scanId)?.device === device) showLight(draft, scanId, at);
  const moved = draft.book.moving.get(scanId);
  if (moved === undefined || hub.scans.read(scanId)?.device !== device) return;
  for (const serial of moved) {
    const place = draft.book.places.get(serial);
    if (place?.scanId === scanId) draft.setPlace(serial, { ...place, shown: true, before: undefined });
  }
}
