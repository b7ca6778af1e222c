import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));

/** Where the built pages are: in the package, or, in the repository, where pages are built. Undefined if it has none. */
export function pageFolders(): { readonly boxOffice: string | undefined; readonly wallet: string | undefined } {
  return { boxOffice: folderOf("box-office"), wallet: folderOf("wallet") };
}

function folderOf(page: string): string | undefined {
  const folders = [join(PACKAGE, "dist", "pages", page), join(PACKAGE, "..", "web", "dist", page)];
  return folders.find((folder) => existsSync(join(folder, "headers.json")));
}
