/**
 * A chain that breaks its own rules for a moment: a contract runs with other code, and has its right code again
 * afterwards. The logs are real, and so are the calldata, and the code at the end.
 */

import { bls12_381 } from "@noble/curves/bls12-381.js";
import { BEACON } from "doorkey-test-support/beacon";
import type { Sale } from "doorkey-test-support/sale/Sale";
import { identityDomain, statementDomain } from "doorkey-test-support/statements";
import { dataSlice, hexlify, TypedDataEncoder, zeroPadValue } from "ethers";
import type { ContractName } from "../../src/abi/contracts.ts";
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
  const send = (bytes: string) => (provider as never as Sender).send("hardhat_setCode", [address, bytes]);
  await send(foreign);
  await act();
  await send(code);
}

type Sender = { send(method: string, params: readonly unknown[]): Promise<unknown> };
