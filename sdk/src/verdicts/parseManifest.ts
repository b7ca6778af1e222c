import { PageError } from "../core/PageError.ts";
import { recordDigits } from "../core/records.ts";
import { assertShape } from "../core/shape.ts";
import { MANIFEST, type Manifest } from "./Manifest.ts";

/**
 * Checks a manifest that was kept as JSON, such as the one with which a gate starts that has no network.
 *
 * @param value What `JSON.parse` made of it.
 * @throws MANIFEST_MALFORMED with every mistake and its path.
 * @example
 * import { parseManifest } from "doorkey/code";
 *
 * const manifestIn = (text: string) => parseManifest(JSON.parse(text));
 */
export function parseManifest(value: unknown): Manifest {
  assertShape("MANIFEST_MALFORMED", MANIFEST, value);
  const details = value.batches.flatMap(({ records, statuses, seated }, i) => {
    const fits = records.length === 2 + recordDigits(seated) * statuses.length;
    return fits ? [] : [`batches[${i}] must have one record and one status for each right.`];
  });
  if (details.length > 0) throw new PageError("MANIFEST_MALFORMED", { details });
  return value;
}
