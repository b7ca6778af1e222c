import { AbiCoder, dataSlice, ErrorFragment, Interface } from "ethers";
import { assertHex } from "../core/assertHex.ts";
import type { ContractError } from "../core/ContractError.ts";
import type { Hex } from "../core/Hex.ts";
import { interfaces } from "./contracts.ts";
import { contractErrors } from "./generated/contractErrors.ts";

/** The errors of all contracts, because one contract may pass on the error of another. */
const errors = new Interface([
  ...new Map(
    Object.values(interfaces).flatMap((abi) =>
      abi.fragments
        .filter((fragment) => ErrorFragment.isFragment(fragment))
        .map((fragment) => [fragment.selector, fragment] as const),
    ),
  ).values(),
]);

/**
 * Decodes revert data. Undefined if no contract of the suite throws this error.
 *
 * @example
 * import { decodeRevert, type Hex } from "doorkey";
 *
 * const whyOf = (data: Hex) => decodeRevert(data)?.sentence ?? "An unknown contract refused it.";
 */
export function decodeRevert(data: Hex): ContractError | undefined {
  assertHex("data", data);
  if (data.length < 10) return undefined;
  const fragment = errors.getError(dataSlice(data, 0, 4));
  if (fragment === null) return undefined;
  const { name } = fragment;
  const args = argumentsOf(fragment, data);
  const when = contractErrors[name];
  const sentence = when === undefined ? plainSentence(name, args) : `Refused: ${when}.`;
  return { name, args, sentence, data };
}

/** `QuotaExceeded(eventId: 1, left: 2)` */
export function describeContractError({ name, args }: ContractError): string {
  const list = Object.entries(args).map(([argument, value]) => `${argument}: ${value}`);
  return `${name}(${list.join(", ")})`;
}

function argumentsOf(fragment: ErrorFragment, data: Hex): ContractError["args"] {
  try {
    const values = AbiCoder.defaultAbiCoder().decode(fragment.inputs, dataSlice(data, 4));
    return Object.fromEntries(fragment.inputs.map(({ name }, i) => [name || String(i), values[i]]));
  } catch {
    return {};
  }
}

function plainSentence(name: string, args: ContractError["args"]): string {
  const [first] = Object.values(args);
  return name === "Error" ? `Refused: ${first}.` : `Refused: ${name}.`;
}
