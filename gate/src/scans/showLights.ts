import { serialOf } from "../merge/Book.ts";
import { showLight } from "../merge/claimRights.ts";
import { type Act, act, type Caller, type Hub } from "./Hub.ts";
import { answeredVerdict } from "./scanTable.ts";

/** Notes which lights a device showed. Scans of other devices, and unknown ones, are passed over. */
export async function showLights(hub: Hub, caller: Caller, scanIds: readonly string[]): Promise<void> {
  if (scanIds.length === 0) return;
  await act(hub, (acting) => {
    for (const scanId of scanIds) showOne(hub, caller.id, scanId, acting);
  });
}

/**
 * Notes that a device showed the light of a scan.
 *
 * @param at Seconds. Defaults to the time of the act.
 */
export function showOne(hub: Hub, device: string, scanId: string, acting: Act, at = acting.at): void {
  const { draft } = acting;
  const found = hub.scans.read(scanId);
  if (found === undefined || found.device !== device) return;
  showLight(draft, scanId, at);
  const verdict = answeredVerdict(found.answer);
  const moved =
    verdict?.status === "reenter" || verdict?.status === "leave"
      ? verdict.rights
      : verdict?.status === "admit"
        ? (verdict.reentering ?? [])
        : [];
  for (const rightId of moved) {
    const place = draft.book.places.get(serialOf(rightId));
    if (place?.scanId === scanId) draft.setPlace(serialOf(rightId), { ...place, shown: true, before: undefined });
  }
}
