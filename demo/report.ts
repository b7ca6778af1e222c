import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { auditPage } from "../cli/src/audit/auditPage.ts";
import { zoneOfOffset } from "../cli/src/report/time.ts";
import type { Told } from "./journey.ts";
import { reportPage } from "./report/page.ts";

/** Writes the report, and returns its path. */
export function writeReport(directory: string, told: Told): string {
  return writePage(directory, "report.html", reportPage(told));
}

/** Writes a page for each audit, and returns their paths. */
export function writeAudits(directory: string, { audits, input }: Told): string[] {
  const timeZone = zoneOfOffset(input.offsetMinutes);
  return audits.map((audit, i) => {
    return writePage(directory, i === 0 ? "audit.html" : "audit-of-draw.html", auditPage(audit, timeZone));
  });
}

/** Writes a page whole or not at all. */
function writePage(directory: string, name: string, page: string): string {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, name);
  const draft = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, page);
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
  return path;
}
