import type { Interface } from "ethers";
import { type ContractName, interfaces } from "../abi/contracts.ts";
import type { Connection } from "../chain/Connection.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import type { Hex } from "../core/Hex.ts";
import type { Call } from "./Call.ts";

type FunctionName<contract extends ContractName> = Parameters<(typeof interfaces)[contract]["getFunction"]>[0];

/**
 * Encodes a call of a contract of the suite. Throws VALUE_INVALID when an argument does not fit its type.
 */
export function encodeCall<contract extends ContractName>(
  { deployment }: Connection,
  contract: contract,
  name: FunctionName<contract> & string,
  args: readonly unknown[],
): Call {
  try {
    const abi: Interface = interfaces[contract];
    const data = abi.encodeFunctionData(name, args) as Hex;
    return { to: deployment.contracts[contract].address, data, name };
  } catch (cause) {
    const { argument = "an argument", shortMessage = "" } = cause as { argument?: string; shortMessage?: string };
    throw new DoorkeyError("VALUE_INVALID", {
      cause,
      details: [`${name}: ${argument} does not fit: ${shortMessage}.`],
    });
  }
}
