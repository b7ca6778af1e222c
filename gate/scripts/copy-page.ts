/** Puts the built page into the package, where `doorkey-gate start` finds it. */

import { cpSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [from, to] = ["../../web/dist/gate", "../dist/page"].map((path) => fileURLToPath(new URL(path, import.meta.url)));
if (from === undefined || to === undefined || !existsSync(from)) {
  throw new Error(`There is no built page in ${from}. Run "npm run build -w doorkey-web" first.`);
}
cpSync(from, to, { recursive: true });
