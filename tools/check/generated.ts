import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ADMIN_PAGE, adminPage } from "../support/adminPage.ts";
import { ERROR_REFERENCE, errorReference } from "../support/errorReference.ts";
import { sdkData } from "../support/sdkData.ts";
import { ROOT } from "../support/shell.ts";
import { SHOP_API, shopApiText } from "../support/shopApi.ts";

/**
 * The SDK carries ABI, types, code and addresses of the present contracts, the reference has every error, and the
 * interface of shops is that of the office's routes.
 */
export async function generatedIsFresh(): Promise<string[]> {
  const stale: string[] = [];
  const files = new Map([
    ...(await sdkData()),
    [ERROR_REFERENCE, errorReference()],
    [ADMIN_PAGE, await adminPage()],
    [SHOP_API, shopApiText()],
  ]);
  for (const [path, text] of files) {
    const kept = await readFile(join(ROOT, path), "utf8").catch(() => "");
    if (kept !== text) stale.push(`${path} is stale; run npm run generate`);
  }
  return stale;
}
