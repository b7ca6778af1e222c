import { checkedConnection } from "../../chain/checked.ts";
import { given } from "../../core/given.ts";
import { assertUint } from "../../core/integers.ts";
import type { Seller } from "./Seller.ts";

/** Throws VALUE_INVALID unless the value is a seller, with a connection, an agent and a store. */
export function checkedSeller(seller: Seller): Seller {
  const { connection, agentId } = given("seller", seller, "connection", "purchases");
  checkedConnection(connection);
  assertUint("seller.agentId", agentId, 32);
  return seller;
}
