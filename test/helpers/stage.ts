/** A show with a class of every kind, and the steps that many tests of rights share: grant, sign, read. */

import type { HardhatEthers, HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import {
  type ClassTerms,
  classTerms,
  deployContracts,
  now,
  openContractShow,
  type Show,
  type Suite,
  type TermsChange,
} from "doorkey-test-support/contracts";
import type { HolderKey } from "doorkey-test-support/keys";
import {
  attest,
  type EntryFields,
  type Grantee,
  packEntry,
  packRecords,
  packRightId,
  packSignatures,
  scopeOf,
  signEntry,
} from "doorkey-test-support/statements";
import {
  type ContractTransactionResponse,
  getAddress,
  hexlify,
  type Interface,
  id,
  type TransactionReceipt,
  type TransactionResponse,
  toBeHex,
} from "ethers";

export type Stage = Suite & Show;

/* THE SHOW */

/** Ids of the classes of a stage. */
export const CLASS = { standing: 1, seated: 2, staff: 3, members: 4, memberSeats: 5 } as const;

/** Most rights of one person. */
const MAX_PER_PERSON = 2;

function stageClasses(): ClassTerms[] {
  return [
    classTerms({ name: "standing" }),
    classTerms({ name: "seated", supply: 2_000, seated: true }),
    classTerms({ name: "staff", supply: 500, reserved: true, named: true }),
    classTerms({ name: "members", supply: 500, named: true }),
    classTerms({ name: "member seats", supply: 300, seated: true, named: true }),
  ];
}

/** The show with its classes. The attester of the suite vouches for persons. */
export async function openStage(ethers: HardhatEthers, change: TermsChange = {}): Promise<Stage> {
  const suite = await deployContracts(ethers);
  const identityVerifier = await suite.verifier.getAddress();
  const policy = { identityVerifier, maxPerPerson: MAX_PER_PERSON, ...change.policy };
  const show = await openContractShow(suite, { ...change, policy }, stageClasses());
  await suite.verifier.connect(suite.roles.organizer).setAttester(show.eventId, suite.roles.attester, true);
  return { ...suite, ...show };
}

/* GRANTS */

/** Different addresses without a known key. */
export function addresses(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, i) => getAddress(toBeHex((0xa11ce5n << 100n) + BigInt(from + i), 20)));
}

/** One grantee for each holder, with consecutive seats from `firstSeat` if it is given. */
export function grantees(holders: readonly (string | HolderKey)[], firstSeat?: number): Grantee[] {
  return holders.map((holder, i) => {
    const address = typeof holder === "string" ? holder : holder.address;
    return firstSeat === undefined ? { holder: address } : { holder: address, seat: firstSeat + i };
  });
}

export type GrantOptions = {
  readonly by?: HardhatEthersSigner;
  readonly eventId?: bigint;
  readonly classId?: number;
  readonly agentId?: bigint;
  readonly evidence?: readonly string[];
  /** For the class's sale hook, bytes. Defaults to none. */
  readonly hookData?: string;
  readonly minLive?: number;
};

/** Sends a grant. Records are grantees or bytes. */
export function sendGrant(
  stage: Stage,
  records: string | readonly Grantee[],
  options: GrantOptions = {},
): Promise<ContractTransactionResponse> {
  const { by = stage.roles.agentMember, eventId = stage.eventId, agentId = stage.agentId } = options;
  const { classId = CLASS.standing, evidence = [], hookData = "0x", minLive = 0 } = options;
  const packed = typeof records === "string" ? records : packRecords(records);
  return stage.rights.connect(by).grant(eventId, classId, agentId, packed, [...evidence], hookData, minLive);
}

/** Grants, and returns the right of the first record. */
export async function grant(
  stage: Stage,
  records: string | readonly Grantee[],
  options: GrantOptions = {},
): Promise<bigint> {
  const { eventId = stage.eventId } = options;
  const batch = await stage.rights.batchesOf(eventId);
  await sendGrant(stage, records, options);
  return packRightId(eventId, batch, 0);
}

/** Grants rights with a person tag each, and returns the first. A class with seats gives them from `firstSeat` on. */
export async function grantTagged(
  stage: Stage,
  holders: readonly (string | HolderKey)[],
  persons: readonly string[],
  options: GrantOptions & { readonly firstSeat?: number } = {},
): Promise<bigint> {
  const evidence = await evidenceForAll(stage, holders, persons);
  return grant(stage, grantees(holders, options.firstSeat), { classId: CLASS.members, ...options, evidence });
}

/* PERSONS */

/** The tag of a person with this name. */
export const tagOf = (person: string): string => id(`person ${person}`);

export type EvidenceFields = {
  readonly person: string;
  readonly holder: string | HolderKey;
  readonly rightId?: bigint;
  readonly agentId?: bigint;
  readonly scopeEvent?: bigint;
  readonly issuedAt?: number;
  readonly expiresAt?: number;
};

/** The attester's evidence for a person. Defaults to a grant by the stage's agent, issued in the latest block. */
export async function evidenceFor(stage: Stage, fields: EvidenceFields): Promise<string> {
  const issuedAt = fields.issuedAt ?? (await now(stage));
  const { chainId } = await stage.ethers.provider.getNetwork();
  return attest(stage.domains.identity, stage.roles.attester, {
    scope: scopeOf(chainId, await stage.rights.getAddress(), fields.scopeEvent ?? stage.eventId),
    personTag: tagOf(fields.person),
    holder: typeof fields.holder === "string" ? fields.holder : fields.holder.address,
    agentId: fields.agentId ?? stage.agentId,
    rightId: fields.rightId ?? 0n,
    issuedAt,
    expiresAt: fields.expiresAt ?? stage.schedule.doorsCloseAt,
  });
}

export function evidenceForAll(
  stage: Stage,
  holders: readonly (string | HolderKey)[],
  persons: readonly string[],
): Promise<string[]> {
  return Promise.all(holders.map((holder, i) => evidenceFor(stage, { person: persons[i] ?? `${i}`, holder })));
}

/* ADMISSIONS */

export type Scan = EntryFields & { readonly key: HolderKey };

/** The entries and signatures that a gate sends for these scans. */
export function delivery(stage: Stage, scans: readonly Scan[]): { entries: bigint[]; signatures: string } {
  return {
    entries: scans.map((scan) => packEntry(scan)),
    signatures: packSignatures(scans.map((scan) => signEntry(stage.domains.statements, scan.key, scan))),
  };
}

export function sendAdmit(
  stage: Stage,
  scans: readonly Scan[],
  { by = stage.roles.gate, eventId = stage.eventId }: { by?: HardhatEthersSigner; eventId?: bigint } = {},
): Promise<ContractTransactionResponse> {
  const { entries, signatures } = delivery(stage, scans);
  return stage.rights.connect(by).admit(eventId, entries, signatures);
}

/* LOGS AND STATE */

export type Log = readonly unknown[];

/** All that a contract logged in a transaction, in order, each as its name and its arguments. */
export async function logsOf(
  { interface: abi }: { readonly interface: Interface },
  sent: Promise<TransactionResponse>,
): Promise<Log[]> {
  const receipt = (await (await sent).wait()) as TransactionReceipt;
  return receipt.logs.flatMap((log) => {
    const parsed = abi.parseLog(log);
    return parsed === null ? [] : [[parsed.name, ...parsed.args.toArray(true)]];
  });
}

/** The argument of `NothingLive`, one `Refusal` to each record. */
export function packRefusals(...refusals: readonly bigint[]): string {
  return hexlify(Uint8Array.from(refusals, Number));
}

/** What the registry says of a right. */
export async function rightOf({ rights }: Stage, rightId: bigint) {
  const { holder, status, agentId, classId, seat, named, reboundAt, rebinds } = await rights.rightOf(rightId);
  return { holder, status, agentId, classId, seat, named, reboundAt, rebinds };
}

export async function statusesOf(stage: Stage, first: bigint, count: number): Promise<bigint[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => (await stage.rights.rightOf(first + BigInt(i))).status),
  );
}

/** `[granted, freed]` of a class. */
export async function placesOf({ rights, eventId }: Stage, classId: number): Promise<[bigint, bigint]> {
  const { granted, freed } = await rights.placesOf(eventId, classId);
  return [granted, freed];
}

/**
 * The name of the contract's error that a call reverted with. Undefined if it reverted without one, as for lack of gas.
 * A message tells the name only while Hardhat knows the code, which it does not if the code is a mutant.
 */
export function errorNameOf({ interface: abi }: { readonly interface: Interface }, error: unknown): string | undefined {
  const data = error instanceof Error && "data" in error ? error.data : undefined;
  return typeof data === "string" ? abi.parseError(data)?.name : undefined;
}

/* THE SLOT OF A BATCH */

export const FLAG = { oneHolder: 1, seated: 2, tagged: 4, namedClass: 8 } as const;

export function packHead(fields: {
  readonly store: string;
  readonly agentId: bigint;
  readonly classId: number;
  readonly count: number;
  readonly flags?: number;
  readonly firstSeat?: number;
}): bigint {
  const { store, agentId, classId, count, flags = 0, firstSeat = 0 } = fields;
  return (
    (BigInt(store) << 96n) |
    (agentId << 64n) |
    (BigInt(classId) << 56n) |
    (BigInt(count) << 40n) |
    (BigInt(flags) << 32n) |
    (BigInt(firstSeat) << 8n)
  );
}

/** The address of the store in a head with many holders. */
export const storeIn = (head: bigint): string => getAddress(toBeHex(head >> 96n, 20));
