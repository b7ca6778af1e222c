/** The exports of the barrels, each with its doc comment. */
import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { SDK } from "./root.ts";

export const BARRELS = [
  "index",
  "buyer",
  "code",
  "organizer",
  "agent",
  "ballot",
  "gate",
  "attester",
  "relay",
  "event-index",
  "audit",
  "deployment",
  "testing",
  "abi",
  "addresses",
] as const;

export type Barrel = (typeof BARRELS)[number];

/** The name by which a barrel is imported: `doorkey`, or a part of it. */
export function importName(barrel: Barrel): string {
  return barrel === "index" ? "doorkey" : `doorkey/${barrel}`;
}

const manifest = JSON.parse(readFileSync(join(SDK, "package.json"), "utf8"));

/** The path of a barrel in `src` or `dist`, without its ending, as package.json exports it. */
export function pathOf(barrel: Barrel): string {
  const { default: built } = manifest.exports[barrel === "index" ? "." : `./${barrel}`];
  return built.replace(/^\.\/dist\//, "").replace(/\.js$/, "");
}

export type Export = {
  readonly name: string;
  readonly isType: boolean;
  /** The file that declares it, from `src`. */
  readonly file: string;
  /** Its doc comment without stars; empty if there is none. */
  readonly doc: string;
};

export function exportsOf(barrel: Barrel): Export[] {
  const path = join(SDK, "src", `${pathOf(barrel)}.ts`);
  const text = readFileSync(path, "utf8");
  return [...text.matchAll(/export (type )?\{([^}]*)\} from "(\.[^"]+)";/g)].flatMap(
    ([, allTypes, names = "", from = ""]) => {
      const file = relative(join(SDK, "src"), join(dirname(path), from));
      return names
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "")
        .map((item) => {
          const [declared = "", name = declared] = item.replace(/^type /, "").split(" as ");
          const isType = allTypes !== undefined || item.startsWith("type ");
          return { name, isType, file, doc: docOf(join(SDK, "src", file), declared) };
        });
    },
  );
}

/** The code of each `@example` of a comment. */
export function examplesIn(doc: string): string[] {
  return doc
    .split(/^@example\n/m)
    .slice(1)
    .map((part) => part.split(/^@(?!example)/m)[0] ?? "");
}

function docOf(file: string, name: string): string {
  const text = readFileSync(file, "utf8");
  const declared = new RegExp(
    `\\/\\*\\*((?:(?!\\*\\/)[\\s\\S])*)\\*\\/\\nexport (?:async )?(?:function\\*?|const|class|type) ${name}\\b`,
  );
  const comment = declared.exec(text)?.[1] ?? "";
  return comment
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""))
    .join("\n")
    .trim();
}
