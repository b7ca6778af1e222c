/**
 * A chain that breaks its own rules for a moment: a contract runs with other code or another word of storage, and has
 * its right one again afterwards. The logs are real, and so are the calldata, and the code at the end.
 */

import { bls12_381 } from "@noble/curves/bls12-381.js";
import { BEACON } from "doorkey-test-support/beacon";
import type { Place, Sale } from "doorkey-test-support/sale/Sale";
import { identityDomain, statementDomain } from "doorkey-test-support/statements";
import { dataSlice, hexlify, TypedDataEncoder, toBeHex, zeroPadValue } from "ethers";
import { type ContractName, interfaces } from "../../src/abi/contracts.ts";
import type { Hex } from "../../src/core/Hex.ts";
import { LOCAL_BEACON } from "../../src/deployment/localBeacon.ts";

/** The chain for which the signatures are made. */
export const FOREIGN_CHAIN = 1;

const DOMAINS = { EntryRightRegistry: statementDomain, AttesterIdentityVerifier: identityDomain } as const;

type Act = () => Promise<unknown>;

/** Acts while the contract takes signatures for the other chain. */
export function withForeignDomain(sale: Sale, contract: keyof typeof DOMAINS, act: Act): Promise<void> {
  const { deployment, chainId } = sale.organizer;
  const { address } = deployment.contracts[contract];
  const separatorOn = (chain: number) => TypedDataEncoder.hashDomain(DOMAINS[contract](BigInt(chain), address));
  return withOtherCode(sale, contract, [separatorOn(chainId)], [separatorOn(FOREIGN_CHAIN)], act);
}

/** Acts while the beacon takes rounds that a key of tests signed. */
export function withForeignBeacon(sale: Sale, act: Act): Promise<void> {
  const own = bls12_381.G2.Point.fromHex(LOCAL_BEACON.publicKey.slice(2)).toBytes(false);
  return withOtherCode(sale, "DrandBeacon", wordsOf(hexlify(own)), wordsOf(BEACON.publicKey), act);
}

/** Acts while all rights of a right's batch count as named. */
export function withNames(sale: Sale, { rightId }: Place, act: Act): Promise<void> {
  return withOtherWord(
    sale,
    ["rightOf", rightId],
    (head) => head | TAGGED,
    (_, now) => now & ~TAGGED,
    act,
  );
}

/** The flag of a batch, see BatchHead of the contracts. */
const TAGGED = 4n << 32n;

/** Acts while a person's two rights do not count. The right that the person gets is then the third. */
export function withoutRightsOf(sale: Sale, tag: Hex, act: Act): Promise<void> {
  const third = (before: bigint, now: bigint) => before | (now << 128n);
  return withOtherWord(sale, ["rightsOfPerson", sale.eventId, tag], () => 0n, third, act);
}

/** The same sale, whose holders sign for the other chain. */
export function onForeignChain(sale: Sale): Sale {
  return { ...sale, organizer: { ...sale.organizer, chainId: FOREIGN_CHAIN } };
}

/** The words of a key of 192 bytes, as the code of the beacon has them: two for each 48 bytes. */
function wordsOf(key: string): string[] {
  return [0, 48, 96, 144].flatMap((start) => [
    zeroPadValue(dataSlice(key, start, start + 16), 32),
    dataSlice(key, start + 16, start + 48),
  ]);
}

/** Acts while the code of a contract has other words in place of these. */
async function withOtherCode(
  { organizer: { provider, deployment } }: Sale,
  contract: ContractName,
  words: readonly string[],
  others: readonly string[],
  act: Act,
): Promise<void> {
  const { address } = deployment.contracts[contract];
  const code = await provider.getCode(address);
  const foreign = words.reduce((text, word, i) => text.replaceAll(word.slice(2), others[i]?.slice(2) ?? ""), code);
  if (foreign === code) throw new Error(`the code of ${contract} has none of these words`);
  const { send } = senderOf(provider);
  await send("hardhat_setCode", [address, foreign]);
  await act();
  await send("hardhat_setCode", [address, code]);
}

/** Acts while the first word of storage that a view of the registry reads is another. `after` says what it is then. */
async function withOtherWord(
  { organizer: { provider, rightsRegistry } }: Sale,
  [view, ...args]: readonly [name: string, ...args: unknown[]],
  during: (before: bigint) => bigint,
  after: (before: bigint, now: bigint) => bigint,
  act: Act,
): Promise<void> {
  const { send } = senderOf(provider);
  const data = interfaces.EntryRightRegistry.encodeFunctionData(view as never, args as never);
  const trace = (await send("debug_traceCall", [{ to: rightsRegistry, data }, "latest", {}])) as Trace;
  const slot = trace.structLogs.find(({ op }) => op === "SLOAD")?.stack.at(-1);
  if (slot === undefined) throw new Error(`${view} reads no storage`);
  const word = async () => BigInt((await send("eth_getStorageAt", [rightsRegistry, slot, "latest"])) as string);
  const write = (value: bigint) => send("hardhat_setStorageAt", [rightsRegistry, slot, toBeHex(value, 32)]);
  const before = await word();
  await write(during(before));
  await act();
  await write(after(before, await word()));
}

type Trace = { readonly structLogs: readonly { readonly op: string; readonly stack: readonly string[] }[] };

function senderOf(provider: unknown): Sender {
  const node = provider as { send: Sender["send"] };
  return { send: (method, params) => node.send(method, params) };
}

type Sender = { readonly send: (method: string, params: readonly unknown[]) => Promise<unknown> };
