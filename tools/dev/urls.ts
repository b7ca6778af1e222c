import type { Context } from "./Service.ts";

/** The option that moves the shop to another port. */
export const SHOP_PORT = "shop-port";

/** The option that moves the box office to another port. The wallet has the port after the next one. */
export const OFFICE_PORT = "office-port";

/** Where the example shop is, which its agent names on the chain. */
export function shopUrlOf(context: Context): string {
  return `http://localhost:${context.port(SHOP_PORT)}`;
}

/** Where the office is, which its agent names on the chain. */
export function officeUrlOf(context: Context): string {
  return `http://localhost:${context.port(OFFICE_PORT)}`;
}

/** Where the wallet is, which the event's document names. */
export function walletUrlOf(context: Context): string {
  return `http://localhost:${context.port(OFFICE_PORT) + 2}`;
}
