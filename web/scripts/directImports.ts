import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";

const BARRELS = ["doorkey/buyer", "doorkey/code"] as const;

type Source = { readonly file: string; readonly name: string };

/**
 * Imports from the files behind a barrel of the SDK. The builder splits by file: a part of a page that imports one thing
 * from a barrel loads all that any other part needs of it.
 */
export const directImports: Plugin = {
  name: "direct-imports",
  setup(build) {
    const tables = new Map(BARRELS.map((barrel) => [barrel as string, readBarrel(barrel)]));
    build.onLoad({ filter: /[/\\]web[/\\](shared|wallet)[/\\].*\.tsx?$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(
        /^import (type )?\{([^}]*)\} from "(doorkey\/\w+)";$/gm,
        (whole, isType: string | undefined, names: string, barrel: string) => {
          const table = tables.get(barrel);
          if (table === undefined) return whole;
          return isType === undefined ? direct(names, table) : "";
        },
      ),
      loader: path.endsWith("x") ? "tsx" : "ts",
    }));
  },
};

function direct(names: string, table: ReadonlyMap<string, Source>): string {
  const statements = names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "))
    .map((name) => {
      const source = table.get(name);
      if (source === undefined) throw new Error(`no barrel of the SDK exports ${name}`);
      return `import { ${source.name} as ${name} } from ${JSON.stringify(source.file)};`;
    });
  return statements.join("");
}

/** What a barrel exports, and from where. */
function readBarrel(barrel: string): ReadonlyMap<string, Source> {
  const path = fileURLToPath(import.meta.resolve(barrel));
  const lines = readFileSync(path, "utf8").matchAll(/^export \{([^}]*)\} from "([^"]+)";$/gm);
  const table = new Map<string, Source>();
  for (const [, names = "", file = ""] of lines) {
    for (const one of names.split(",")) {
      const [name = "", as = name] = one.trim().split(" as ");
      table.set(as, { file: join(dirname(path), file), name });
    }
  }
  return table;
}
