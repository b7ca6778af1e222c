import type { Address, Hex } from "doorkey";
import { toBeHex } from "ethers";

/** The GasPriceOracle of OP-stack chains. */
export const ORACLE: Address = "0x420000000000000000000000000000000000000f";

/** The NodeInterface of Arbitrum's chains. */
export const NODE_INTERFACE: Address = "0x00000000000000000000000000000000000000c8";

/** Code that answers every question with this number. */
export function oracleOf(answer: bigint): Hex {
  return `0x7f${toBeHex(answer, 32).slice(2)}60005260206000f3`;
}
