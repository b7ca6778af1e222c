import { createDeviceKey, type DeviceKey, type Invitation, memoryKeys } from "doorkey/buyer";
import type { DrawnNight } from "./drawnNight.ts";

/** A key for the event, as a phone makes it. */
export function keyFor({ connection, eventId }: DrawnNight): Promise<DeviceKey> {
  const { chainId, rightsRegistry } = connection;
  return createDeviceKey({ event: { chainId, rightsRegistry, eventId }, store: memoryKeys() });
}

/** What a phone signs to show the shop that it has its key. */
export function invitationTo({ connection, eventId, agentId }: DrawnNight): Invitation {
  const { chainId, rightsRegistry } = connection;
  const event = { chainId, rightsRegistry, eventId };
  return { v: 1, event, classId: 1, agentId, purchaseKey: `0x${"77".repeat(32)}`, quantity: 1, expiresAt: 2 ** 32 };
}
