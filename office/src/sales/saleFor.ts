import type { Role } from "../staff/Staff.ts";
import type { Sale } from "./Sale.ts";

/**
 * A sale as one of the staff sees it. The link of an order that was paid elsewhere is for managers: anyone who has it can
 * claim the tickets of a buyer who is not at the counter.
 */
export function saleFor(role: Role, sale: Sale): Sale {
  if (role === "manager" || sale.source === "box-office") return sale;
  const { link: _, ...rest } = sale;
  return rest;
}
