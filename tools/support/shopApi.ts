import { shopApi } from "../../office/src/http/shopApi.ts";
import { version } from "../../office/src/version.ts";

/** The generated file with the interface of shops. */
export const SHOP_API = "office/openapi.json";

/** The text of the generated file, from the schemas of the office's routes. */
export function shopApiText(): string {
  return `${JSON.stringify(shopApi(version), undefined, 2)}\n`;
}
