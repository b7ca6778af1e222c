/**
 * Keys for the local node only. They come from a phrase that every Ethereum tool knows, so anything that they own on a
 * public chain is stolen at once.
 */

import type { Address } from "doorkey";
import { HDNodeWallet } from "ethers";

const PHRASE = "test test test test test test test test test test test junk";

const WHO = ["relay", "organizer", "agent", "gate", "desk", "attester"] as const;

export type DevRole = (typeof WHO)[number];

export type DevKey = { readonly role: DevRole; readonly address: Address; readonly privateKey: string };

const accounts = HDNodeWallet.fromPhrase(PHRASE, "", "m/44'/60'/0'/0");

export const devKeys: readonly DevKey[] = WHO.map((role, i) => {
  const { address, privateKey } = accounts.deriveChild(i);
  return { role, address: `0x${address.slice(2)}`, privateKey };
});

/** Deploys the suite and pays for everything, so the other keys never need ether. */
export const relayKey: DevKey = devKeys.find(({ role }) => role === "relay") as DevKey;
