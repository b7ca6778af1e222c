import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CLI } from "./runCommand.ts";

/** The folders whose files are commands of a group, or of several. The files of other folders are commands by themselves. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  agents: ["agents"],
  attesters: ["attesters"],
  draw: ["draw"],
  gates: ["gates"],
  presale: ["presale"],
  teams: ["organizer", "agents"],
};

/** Every command, also each of a group, and its file. */
export async function commandFiles(): Promise<readonly { readonly command: string; readonly file: string }[]> {
  const folder = join(CLI, "src/commands");
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(".ts"));
  return paths.flatMap((path) => {
    const name = basename(path, ".ts");
    const file = join(folder, path);
    const groups = GROUPS[dirname(path)];
    if (groups !== undefined) return groups.map((group) => ({ command: `${group} ${name}`, file }));
    return Object.values(GROUPS).flat().includes(name) ? [] : [{ command: name, file }];
  });
}
