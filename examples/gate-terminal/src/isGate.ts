import type { Connection } from "doorkey";
import { Wallet } from "ethers";

/** Whether the organizer lets this key admit at the event. */
export async function isGate({ contracts }: Connection, eventId: number, key: string): Promise<boolean> {
  const { kind } = await contracts.events.gateOf(eventId, new Wallet(key).address);
  return kind !== NO_GATE;
}

/** The kind of every key that is not a gate. */
const NO_GATE = 0n;
