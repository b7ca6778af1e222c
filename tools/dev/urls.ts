import type { Context } from "./Service.ts";

/** The option that moves the shop to another port. */
export const SHOP_PORT = "shop-port";

/** Where the example shop is, which its agent names on the chain. */
export function shopUrlOf(context: Context): string {
  return `http://localhost:${context.port(SHOP_PORT)}`;
}
