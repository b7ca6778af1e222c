import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
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
export function manifestAge(manifest: Pick<Manifest, "takenAt">, now: number): number {
  const { takenAt } = given("manifest", manifest);
  for (const [name, seconds] of Object.entries({ takenAt, now })) {
    if (!Number.isFinite(seconds))
      throw new DoorkeyError("VALUE_INVALID", { details: [`${name} must be a number of seconds.`] });
  }
  return Math.max(0, now - takenAt);
}
