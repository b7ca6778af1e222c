import { type DeviceKey, loadDeviceKey } from "doorkey/buyer";
import type { Means } from "./Means.ts";
import type { Ticket } from "./Ticket.ts";

/** The key of a ticket. Throws KEY_LOST, KEY_DAMAGED or KEY_STORE_*. */
export function keyOf({ keys }: Pick<Means, "keys">, { event, holder }: Ticket): Promise<DeviceKey> {
  return loadDeviceKey({ event, address: holder, store: keys });
}
