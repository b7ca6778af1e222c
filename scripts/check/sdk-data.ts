import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sdkData } from "../support/sdkData.ts";
import { ROOT } from "../support/shell.ts";

/** The SDK carries ABI, types, code and addresses of these very contracts. */
export async function sdkDataIsFresh(): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, text] of await sdkData()) {
    const kept = await readFile(join(ROOT, path), "utf8").catch(() => "");
    if (kept !== text) stale.push(`${path} is stale; npm run generate`);
  }
  return stale;
}
