import type { Hex } from "../core/Hex.ts";
import { type BeaconNetwork, QUICKNET } from "../draw/BeaconNetwork.ts";

/** The chain of Hardhat and Anvil, whose draws take their randomness from the local beacon. */
export const LOCAL_CHAIN_ID = 31_337;

/**
 * The beacon of local chains. Everyone has its secret key, as they have those of Hardhat's accounts, so it decides
 * nothing of worth. Its rounds have the times of drand's quicknet. The key is sha256 of "doorkey local beacon".
 *
 * @example
 * import { LOCAL_BEACON } from "doorkey/deployment";
 *
 * console.log(LOCAL_BEACON.period); // 3
 */
export const LOCAL_BEACON: BeaconNetwork & {
  /** 32 bytes. */
  readonly secretKey: Hex;
} = {
  publicKey:
    "0x98ad2321c8b71d57facf3a77a916593919872f883668f253c506181f7f17fb9ee8029e07182a356e0766bf6f1055196507c9b73ae6c29242088f02f1d7193113cc521927012dcb6a309e8afa38523cecb7f45fd438f5e39a472cf45ee6c6d29b",
  genesis: QUICKNET.genesis,
  period: QUICKNET.period,
  secretKey: "0x11949cb2f616c7df346f1f5d6531545c35e7ef394962679572d89b0a84c8fa10",
};

/** The beacon of the suite on a chain: the local one on chain 31337, drand's quicknet on every other. */
export function beaconOn(chainId: number | undefined): BeaconNetwork {
  return chainId === LOCAL_CHAIN_ID ? LOCAL_BEACON : QUICKNET;
}
