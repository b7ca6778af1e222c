import type { Manifest } from "../verdicts/Manifest.ts";

/**
 * Seconds since the chain was as the manifest says. Before doors open what is older may miss returns and rebinds; a
 * manifest that was taken after that is final but for admissions, however old.
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
