import { DoorkeyError, decodeRevert, type Hex } from "doorkey";
import { interfaces } from "doorkey/abi";
import type { Relay } from "doorkey/relay";
import { type Interface, isError, type Provider } from "ethers";

/** Thrown instead of sending a call that would go through, as the node estimated. */
export class DryRun extends Error {
  readonly call: { readonly name: string; readonly to: string; readonly data: Hex; readonly gas: bigint };

  constructor(call: DryRun["call"]) {
    super(`${call.name} was not sent.`);
    this.call = call;
  }
}

/** A relay that sends nothing. It asks the node to estimate the call, then throws a DryRun. */
export function dryRelay(provider: Provider): Relay {
  const never = () => Promise.reject(new Error("a dry run sends nothing"));
  return {
    info: never,
    prepare: async ({ from, to, data }) => {
      const gas = await provider.estimateGas({ from, to, data }).catch((error: unknown) => {
        throw revertIn(error) ?? error;
      });
      throw new DryRun({ name: nameOf(data), to, data, gas });
    },
    submit: never,
    submitReturns: never,
    status: never,
    cancel: never,
  };
}

function revertIn(error: unknown): DoorkeyError | undefined {
  if (!isError(error, "CALL_EXCEPTION") || error.data === null) return undefined;
  const contractError = decodeRevert(error.data as Hex);
  if (contractError === undefined) return undefined;
  const args = Object.entries(contractError.args).map(([name, value]) => `${name}: ${value}`);
  const details = [`${contractError.name}(${args.join(", ")})`];
  return new DoorkeyError("CALL_REVERTED", { cause: error, contractError, details });
}

function nameOf(data: Hex): string {
  const found = Object.values<Interface>(interfaces).map((abi) => abi.getFunction(data.slice(0, 10)));
  return found.find((fragment) => fragment !== null)?.name ?? "the call";
}
