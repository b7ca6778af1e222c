import type { Manifest } from "../verdicts/Manifest.ts";

/**
 * Seconds since the block of the manifest. An old manifest from before doors open may miss returns and rebinds; a
 * manifest taken after that is final except for admissions, at any age.
 *
 * @param now Seconds.
 * @example
 * import { manifestAge, type Manifest } from "doorkey/gate";
 *
 * const isFresh = (manifest: Manifest) =>
 *   manifest.takenAt >= manifest.doorsOpenAt || manifestAge(manifest, Date.now() / 1000) < 300;
 */
export function manifestAge({ takenAt }: Pick<Manifest, "takenAt">, now: number): number {
  return Math.max(0, now - takenAt);
}
