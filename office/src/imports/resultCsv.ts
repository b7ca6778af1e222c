import type { Sale } from "../sales/Sale.ts";
import { csvRow } from "./csvRow.ts";
import type { OrderRow } from "./Import.ts";

/** The rights of an import, as a table. */
export function rightsCsv(rows: readonly { readonly row: OrderRow; readonly rights: readonly string[] }[]): string {
  const head = csvRow(["order", "class", "holder", "quantity", "seats", "rights"]);
  const lines = rows.map(({ row: { order, className, holder = "", quantity, seats }, rights }) =>
    csvRow([order, className, holder, quantity, seats.join(" "), rights.join(" ")]),
  );
  return head + lines.join("");
}

/** The links of an import, as a table. A sale that does not wait any more has none. */
export async function linksCsv(
  rows: readonly { readonly row: OrderRow }[],
  saleOf: (order: string) => Promise<Sale | undefined>,
): Promise<string> {
  const lines = [csvRow(["order", "class", "quantity", "seats", "state", "link"])];
  for (const { row } of rows) {
    const sale = await saleOf(row.order);
    if (sale === undefined) continue;
    const { state, link = "" } = sale;
    lines.push(csvRow([row.order, row.className, row.quantity, row.seats.join(" "), state, link]));
  }
  return lines.join("");
}
