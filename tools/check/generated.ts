import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ERROR_REFERENCE, errorReference } from "../support/errorReference.ts";
import { sdkData } from "../support/sdkData.ts";
import { ROOT } from "../support/shell.ts";

/** The SDK carries ABI, types, code and addresses of these very contracts; the reference has every error. */
export async function generatedIsFresh(): Promise<string[]> {
  const stale: string[] = [];
  const files = new Map([...(await sdkData()), [ERROR_REFERENCE, errorReference()]]);
  for (const [path, text] of files) {
    const kept = await readFile(join(ROOT, path), "utf8").catch(() => "");
    if (kept !== text) stale.push(`${path} is stale; npm run generate`);
  }
  return stale;
}
