/** The ABIs have the types that viem and wagmi read from them. */
import type { AbiParametersToPrimitiveTypes, AbiStateMutability, ExtractAbiError, ExtractAbiFunction } from "abitype";
import { decodeErrorResult, decodeEventLog, type PublicClient } from "viem";
import { entryRightRegistryAbi, eventRegistryAbi, merkleSaleHookAbi } from "../src/abi/index.ts";
import type { Address, Hex } from "../src/core/Hex.ts";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Claim extends true>(): void => undefined;

declare const client: PublicClient;
declare const log: { readonly data: Hex; readonly topics: [Hex, ...Hex[]] };

type RightOf = ExtractAbiFunction<typeof entryRightRegistryAbi, "rightOf">;
holds<Equal<AbiParametersToPrimitiveTypes<RightOf["inputs"]>, readonly [bigint]>>();
holds<RightOf["stateMutability"] extends AbiStateMutability ? true : false>();
type Quota = ExtractAbiError<typeof entryRightRegistryAbi, "QuotaExceeded">;
holds<Equal<Quota["inputs"][0]["name"], "eventId">>();

async function reading(): Promise<void> {
  const address: Address = "0x0000000000000000000000000000000000000001";
  const right = await client.readContract({ abi: entryRightRegistryAbi, address, functionName: "rightOf", args: [1n] });
  holds<Equal<typeof right.holder, Address>>();
  const list = await client.readContract({ abi: merkleSaleHookAbi, address, functionName: "listOf", args: [7, 1] });
  holds<Equal<typeof list.endsAt, number>>();
  // @ts-expect-error: no such function
  await client.readContract({ abi: eventRegistryAbi, address, functionName: "rightOf", args: [1n] });
  // @ts-expect-error: an event's id is a number
  await client.readContract({ abi: eventRegistryAbi, address, functionName: "eventOf", args: ["7"] });
}

function decoding(): void {
  const event = decodeEventLog({ abi: entryRightRegistryAbi, ...log });
  if (event.eventName === "RightsGranted") holds<Equal<typeof event.args.first, bigint>>();
  const error = decodeErrorResult({ abi: entryRightRegistryAbi, data: log.data });
  if (error.errorName === "QuotaExceeded") holds<Equal<(typeof error.args)[0], number>>();
}

export const checked = [reading, decoding];
