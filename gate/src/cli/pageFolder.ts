import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));

/** Where the built page is: in the package, or, in the repository, where the pages are built. */
export function pageFolder(): string {
  const packed = join(PACKAGE, "dist", "page");
  return existsSync(packed) ? packed : join(PACKAGE, "..", "web", "dist", "gate");
}
