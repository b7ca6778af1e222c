import { AbiCoder, dataSlice, ErrorFragment, Interface } from "ethers";
import { assertHex } from "../core/assertHex.ts";
import type { ContractError } from "../core/ContractError.ts";
import { given } from "../core/given.ts";
import type { Hex } from "../core/Hex.ts";
import { writeTime } from "../core/writeTime.ts";
import { sentenceOf } from "./contractSentences.ts";
import { interfaces } from "./contracts.ts";

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
 * @param options.utcOffset Minutes that the event's clocks are ahead of UTC. Times are written so. Defaults to 0.
 * @throws VALUE_INVALID if the data is not hex bytes.
 * @example
 * import { decodeRevert, type Hex } from "doorkey";
 *
 * const whyOf = (data: Hex) => decodeRevert(data)?.sentence ?? "An unknown contract refused it.";
 */
export function decodeRevert(data: Hex, options: decodeRevert.Options = {}): ContractError | undefined {
  assertHex("data", data);
  const { utcOffset } = given("options", options);
  if (data.length < 10) return undefined;
  const fragment = errors.getError(dataSlice(data, 0, 4));
  if (fragment === null) return undefined;
  const { name } = fragment;
  const args = argumentsOf(fragment, data);
  const known = sentenceOf(name, args, (seconds) => writeTime(Number(seconds), utcOffset));
  const { sentence, remedy } = known ?? { sentence: plainSentence(name, args), remedy: PLAIN_REMEDY };
  return { name, args, sentence, remedy, data };
}

export declare namespace decodeRevert {
  type Options = { readonly utcOffset?: number | undefined };
}

const PLAIN_REMEDY = "Look at the details for what the contract said.";

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
