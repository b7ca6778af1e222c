/** What an item is likely to cost if it is sent alone, for reserving budgets. The engine settles the real cost. */

import { interfaces } from "doorkey/abi";
import type { Hex } from "doorkey/buyer";
import type { WireForwardRequest, WireSignedRequest, WireSignedReturn } from "doorkey/relay";
import { encodeExecute, soloGas } from "../engine/index.ts";
import type { Cost, Intake } from "./Intake.ts";

const bytesIn = (hex: string): number => hex.length / 2 - 1;

/** Five words around a return's signature. */
const RETURN_BYTES = 160;

export async function costOfRequest(intake: Intake, signed: WireSignedRequest): Promise<Cost> {
  const { gas, data }: WireForwardRequest = signed.request;
  const { GasRelayForwarder: to } = intake.config().chain.contracts;
  return costOf(intake, { gas: Number(gas), dataBytes: bytesIn(data) }, { to, data: encodeExecute([signed]) });
}

/** @param gas What the return takes, without the base cost of a transaction. */
export async function costOfReturn(intake: Intake, signed: WireSignedReturn, gas: number): Promise<Cost> {
  const { EntryRightRegistry: to } = intake.config().chain.contracts;
  const data = interfaces.EntryRightRegistry.encodeFunctionData("returnRights", [[{ ...signed }]]) as Hex;
  return costOf(intake, { gas, dataBytes: RETURN_BYTES + bytesIn(signed.signature) }, { to, data });
}

/** @param gas What the act takes, without the base cost of a transaction. */
export function costOfAct(intake: Intake, call: SuiteCall, gas: number): Promise<Cost> {
  return costOf(intake, { gas, dataBytes: bytesIn(call.data) }, call);
}

type SuiteCall = Parameters<Intake["chain"]["l1Cost"]>[0];

async function costOf(
  { chain, config, gasPrice }: Intake,
  item: { readonly gas: number; readonly dataBytes: number },
  call: SuiteCall,
): Promise<Cost> {
  const [price, below] = await Promise.all([gasPrice(), chain.l1Cost(call)]);
  const gas = BigInt(soloGas(item, config().chain.traits.gas) + below.gas);
  return { gas, gasPrice: price, l1Fee: below.fee };
}
