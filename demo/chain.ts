import type { Connection } from "doorkey";
import { startTestChain } from "doorkey/testing";
import type { Wallet } from "ethers";
import { Costs } from "./Costs.ts";

/** An Ethereum chain in this process, the suite on it, its clock, and the relay that pays for everybody. */
export type Chain = {
  /** For reading. */
  readonly connection: Connection;
  /** The same for somebody who signs: the relay carries it, so nobody needs ether. */
  as(key: Wallet): Connection;
  /** What everything cost so far. */
  readonly costs: Costs;
  now(): Promise<number>;
  /** Waits until a moment: to the chain, the time between passes at once. A moment that is past changes nothing. */
  travelTo(time: number): Promise<void>;
  close(): Promise<void>;
};

/** Starts a chain whose clock reads `startAt` and on which only the relay has ether, and deploys the suite. */
export async function startChain(startAt: number): Promise<Chain> {
  const { provider, relay, connect, clock, close } = await startTestChain({ startAt });
  const connection = await connect();
  const { relayers } = await relay.info();
  const costs = new Costs(connection, relayers);
  await costs.noteBlocks("deploy the suite", 0, 0);
  // One for each: what a connection has learnt of an event it keeps.
  const connections = new Map<string, Connection>();
  const as = (key: Wallet): Connection => {
    const known = connections.get(key.address) ?? { ...connection, relay, signer: key.connect(provider) };
    connections.set(key.address, known);
    return known;
  };
  return { connection, as, costs, now: clock.now, travelTo: clock.travelTo, close };
}
