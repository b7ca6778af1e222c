/** Puts the built pages into the package, where `doorkey-office start` finds them. */

import { cpSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

for (const page of ["box-office", "wallet"]) {
  const from = at(`../../web/dist/${page}`);
  if (!existsSync(from)) {
    throw new Error(`There is no built page in ${from}. Run "npm run build -w doorkey-web" first.`);
  }
  cpSync(from, at(`../dist/pages/${page}`), { recursive: true });
}
