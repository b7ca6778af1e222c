/** Steps that many tests take on a show: they call contracts, grant, make admissions and count rights. */
import type { Show } from "doorkey-test-support/show";
import { concat, toBeHex, type Wallet } from "ethers";
import { type ContractName, interfaces } from "../../src/abi/contracts.ts";
import type { Transaction } from "../../src/calls/Call.ts";
import { encodeCall } from "../../src/calls/encodeCall.ts";
import { requireLog } from "../../src/calls/logs.ts";
import { send } from "../../src/calls/send.ts";
import type { Connection } from "../../src/chain/Connection.ts";
import { NO_CHALLENGE, packEntry } from "../../src/core/Entry.ts";
import type { Address, Hex } from "../../src/core/Hex.ts";
import type { RightId } from "../../src/core/RightId.ts";
import type { DeviceKey } from "../../src/keys/DeviceKey.ts";
import { entryProofDigest } from "../../src/statements/entryProof.ts";

/** Makes a call of the suite; returns what it logged. */
export async function act(
  connection: Connection,
  contract: ContractName,
  name: string,
  args: readonly unknown[],
): Promise<Transaction> {
  const call = encodeCall(connection, contract, name as never, args);
  return (await send(connection, call, () => ({}))).transaction;
}

/** Id of a new team with the signer as its admin. */
export async function register(
  connection: Connection,
  contract: "AgentRegistry" | "EventRegistry",
  url: string,
): Promise<number> {
  const sent = await act(connection, contract, "register", ["Team", url]);
  return Number(requireLog(connection, sent, contract, "TeamRegistered").teamId);
}

export type GrantChange = {
  readonly classId?: number;
  readonly seats?: readonly number[];
  readonly evidence?: readonly Hex[];
};

/** Grants one batch; returns the right of its first record. */
export async function grant(
  { eventId, agentId, agent }: Pick<Show, "eventId" | "agentId"> & { readonly agent: Connection },
  holders: readonly string[],
  { classId = 1, seats, evidence = [] }: GrantChange = {},
): Promise<bigint> {
  const records = concat(holders.flatMap((holder, i) => (seats ? [holder, toBeHex(seats[i] ?? 0, 3)] : [holder])));
  const sent = await act(agent, "EntryRightRegistry", "grant", [eventId, classId, agentId, records, evidence, "0x", 0]);
  return requireLog(agent, sent, "EntryRightRegistry", "RightsGranted").first;
}

export type EntryChange = {
  readonly rightId: bigint;
  readonly count?: number;
  readonly scannedAt: number;
  readonly issuedAt?: number;
  readonly challenge?: Hex;
  readonly lane?: number;
};

/** The admission that a gate delivers for a code of the key. */
export async function admissionOf(key: DeviceKey, change: EntryChange) {
  const { rightId, count = 1, scannedAt, issuedAt = scannedAt, challenge = NO_CHALLENGE, lane = 1 } = change;
  const proof = { rightId, count, holder: key.address, issuedAt, challenge };
  const signature = await key.sign(entryProofDigest(key.event, proof));
  return { entry: packEntry({ rightId, count, issuedAt, challenge, scannedAt, lane }), signature };
}

/** Number of rights granted in a class. */
export async function grantedOf({ agent, eventId }: Show, classId: number): Promise<number> {
  return Number((await agent.contracts.rights.placesOf(eventId, classId)).granted);
}

export async function holderOf({ agent }: Show, rightId: RightId): Promise<string> {
  return (await agent.contracts.rights.rightOf(rightId)).holder;
}

export function addressOf({ signer }: Connection): Address {
  return (signer as Wallet).address as Address;
}

/** An address whose key does not exist. */
export function strangerAt(n: number): Address {
  return toBeHex(BigInt(n) + 0xd00d0000n, 20) as Address;
}

/** Names of the events of EntryRightRegistry in a transaction. */
export function namesOf({ logs }: Transaction): string[] {
  return logs.map((log) => interfaces.EntryRightRegistry.parseLog(log)?.name ?? "");
}
