/** A show on a real chain, ready to sell and to open its doors: tests of gates, attesters and the index start here. */
import { concat, toBeHex, type Wallet, ZeroAddress, ZeroHash } from "ethers";
import { type ContractName, interfaces } from "../../src/abi/contracts.ts";
import type { Transaction } from "../../src/calls/Call.ts";
import { encodeCall } from "../../src/calls/encodeCall.ts";
import { requireLog } from "../../src/calls/logs.ts";
import { send } from "../../src/calls/send.ts";
import type { Connection } from "../../src/chain/Connection.ts";
import { NO_CHALLENGE, packEntry } from "../../src/core/Entry.ts";
import type { EventRef } from "../../src/core/EventRef.ts";
import type { Address, Hex } from "../../src/core/Hex.ts";
import type { DeviceKey } from "../../src/keys/DeviceKey.ts";
import { entryProofDigest } from "../../src/statements/entryProof.ts";
import type { TestChain } from "../../src/testing/startTestChain.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;

export type ClassTerms = {
  readonly name: string;
  readonly supply: number;
  readonly reserved: boolean;
  readonly seated: boolean;
  readonly named: boolean;
  readonly saleHook: string;
};

export const STANDING: ClassTerms = {
  name: "standing",
  supply: 100_000,
  reserved: false,
  seated: false,
  named: false,
  saleHook: ZeroAddress,
};

export type Show = {
  readonly event: EventRef;
  readonly eventId: number;
  readonly organizerId: number;
  readonly agentId: number;
  readonly doorsOpenAt: number;
  readonly doorsCloseAt: number;
  /** Each is the admin of its team, or the key of its gate: a scanner, and a desk that admits at most ten by hand. */
  readonly organizer: Connection;
  readonly agent: Connection;
  readonly gate: Connection;
  readonly desk: Connection;
};

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

/** Organizer, agent, event, designation for all classes, gate and desk. Each pays for itself unless `relay` is set. */
export async function openShow(chain: TestChain, change: openShow.Change = {}): Promise<Show> {
  const { classes = [STANDING], verifier = false, relay = false, scope = 0, url = "https://shop.example" } = change;
  const join = async (): Promise<Connection> =>
    chain.connect(relay ? chain.emptyKey() : await chain.fundedKey(), { relay });
  const [organizer, agent, gate, desk] = [
    change.organizer?.as ?? (await join()),
    await join(),
    await join(),
    await join(),
  ];
  const organizerId = change.organizer?.id ?? (await register(organizer, "EventRegistry", "https://zepp.example"));
  const agentId = await register(agent, "AgentRegistry", url);

  const now = await chain.clock.now();
  const doorsOpenAt = now + 30 * DAY;
  const doorsCloseAt = doorsOpenAt + 6 * HOUR;
  const terms = {
    name: "A night to remember",
    uri: "https://zepp.example/night.json",
    documentHash: ZeroHash,
    schedule: {
      salesOpenAt: now,
      salesCloseAt: doorsOpenAt,
      doorsOpenAt,
      doorsCloseAt,
      returnUntil: doorsOpenAt - DAY,
      rebindUntil: doorsOpenAt - DAY,
      nameBy: doorsOpenAt - DAY,
    },
    policy: {
      identityVerifier: verifier ? chain.deployment.contracts.AttesterIdentityVerifier.address : ZeroAddress,
      scope,
      maxPerPerson: verifier ? 2 : 0,
      maxRebinds: 3,
      minPublicBps: 0,
    },
  };
  const published = await act(organizer, "EventRegistry", "registerEvent", [organizerId, terms, classes]);
  const eventId = Number(requireLog(organizer, published, "EventRegistry", "EventRegistered").eventId);
  for (const [i, { supply }] of classes.entries()) {
    await act(organizer, "EventRegistry", "designateAgent", [eventId, i + 1, agentId, supply]);
  }
  await act(organizer, "EventRegistry", "setGate", [eventId, addressOf(gate), 1, 0]);
  await act(organizer, "EventRegistry", "setGate", [eventId, addressOf(desk), 2, 10]);
  const event = { chainId: organizer.chainId, rightsRegistry: organizer.rightsRegistry, eventId };
  return { event, eventId, organizerId, agentId, doorsOpenAt, doorsCloseAt, organizer, agent, gate, desk };
}

export declare namespace openShow {
  type Change = {
    readonly classes?: readonly ClassTerms[];
    /** The shipped identity verifier, which counts persons. */
    readonly verifier?: boolean;
    readonly relay?: boolean;
    readonly scope?: number;
    /** The agent's site. */
    readonly url?: string;
    readonly organizer?: { readonly id: number; readonly as: Connection };
  };
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
  { eventId, agentId, agent }: Show,
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
