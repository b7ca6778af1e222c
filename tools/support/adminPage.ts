/** Makes the relay's operator's page, one file of script and one of style, from `relay/src/adminPage`. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "./shell.ts";

const FOLDER = join(ROOT, "relay", "src", "adminPage");

/** The generated file, which the relay serves from. */
export const ADMIN_PAGE = "relay/src/adminPage/generated/page.ts";

/** The text of the generated file. */
export async function adminPage(): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: FOLDER,
    entryPoints: ["browser/main.ts"],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    write: false,
  });
  const [html, style] = await Promise.all(
    ["page.html", "page.css"].map((name) => readFile(join(FOLDER, "browser", name), "utf8")),
  );
  const parts = { html, script: outputFiles[0]?.text, style };
  const lines = Object.entries(parts).map(([name, text]) => `export const ${name} =\n  ${JSON.stringify(text)};\n`);
  return `/** Made from ../browser by \`npm run generate\`. */\n\n${lines.join("\n")}`;
}
