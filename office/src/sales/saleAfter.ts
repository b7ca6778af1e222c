import type { Purchase } from "doorkey/agent";
import type { KeptSale } from "./Sale.ts";

/** A sale as its purchase has it now. The same object if nothing changed. */
export function saleAfter(sale: KeptSale, { grant, pass }: Purchase): KeptSale {
  // A reorg may have undone a grant, and another took its place.
  if (pass !== undefined) return sale.rightIds[0] === pass.rightId ? sale : granted(sale, pass);
  if (grant !== undefined) {
    if (sale.state === "claimed" && sale.holder === grant.holder) return sale;
    const { problem: _, ...rest } = sale;
    return { ...rest, state: "claimed", holder: grant.holder };
  }
  if (sale.state !== "claimed") return sale;
  // The grant was refused, so the order is open again.
  const { holder: _, ...open } = sale;
  return { ...open, state: "waiting" };
}

function granted(sale: KeptSale, { rightId, count, holder }: NonNullable<Purchase["pass"]>): KeptSale {
  const { problem: _, ...rest } = sale;
  const rightIds = Array.from({ length: count }, (_, i) => String(BigInt(rightId) + BigInt(i)));
  return { ...rest, state: "granted", holder, rightIds };
}
