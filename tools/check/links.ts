import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { ROOT } from "../support/shell.ts";
import { files } from "../support/sources.ts";

const LINK = /\]\(([^)\s]+)\)/g;

/** Every link of a document to another part of the repository leads there, down to the heading. */
export async function links(): Promise<string[]> {
  const faults = await Promise.all((await files("**/*.md")).map(faultsOf));
  return faults.flat();
}

async function faultsOf(path: string): Promise<string[]> {
  const text = withoutCode(await readFile(join(ROOT, path), "utf8"));
  const targets = [...text.matchAll(LINK)].map((match) => match[1] ?? "").filter((target) => !/^\w+:/.test(target));
  const faults = await Promise.all(targets.map((target) => faultOf(path, target)));
  return faults.filter((fault) => fault !== undefined);
}

async function faultOf(path: string, target: string): Promise<string | undefined> {
  const [file = "", heading] = target.split("#");
  const goal = file === "" ? join(ROOT, path) : join(ROOT, dirname(path), decodeURI(file));
  if (!existsSync(goal)) return `${path}: (${target}) leads nowhere: there is no ${relative(ROOT, goal)}`;
  if (heading === undefined || !goal.endsWith(".md")) return undefined;
  if (headingsOf(await readFile(goal, "utf8")).includes(heading)) return undefined;
  return `${path}: (${target}) leads nowhere: ${relative(ROOT, goal)} has no heading #${heading}`;
}

/** Headings as GitHub names them in links. */
function headingsOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/^#+\s+(.*)$/gm)].map((match) =>
    (match[1] ?? "")
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-"),
  );
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ""));
}
