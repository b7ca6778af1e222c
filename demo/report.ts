import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Told } from "./journey.ts";
import { reportPage } from "./report/page.ts";

/** Writes the report whole or not at all, and gives its path. */
export function writeReport(directory: string, told: Told): string {
  const page = reportPage(told);
  mkdirSync(directory, { recursive: true });
  const path = join(directory, "report.html");
  const draft = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, page);
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
  return path;
}
