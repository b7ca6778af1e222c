/** A gate's delivery that is as large as its sender likes, on a chain of a lying node. */

import type { Sale } from "doorkey-test-support/sale/Sale";
import { packSignatures } from "doorkey-test-support/statements";
import { type JsonRpcApiProvider, Transaction, toBeHex, toQuantity } from "ethers";
import { interfaces } from "../../src/abi/contracts.ts";
import { unpackSignatures } from "../../src/eventIndex/admitCalls.ts";
import type { Lie, RpcLog } from "./lies.ts";

/** Most times that the first entry comes again. */
const MOST = 1_000;

/**
 * The first delivery of a sale has so many bytes of false signatures for its first entry before the right ones. The gate
 * signed that transaction, and the logs name it.
 */
export async function largeDelivery({ organizer, gates, eventId }: Sale, bytes: number): Promise<Lie> {
  const node = organizer.provider as JsonRpcApiProvider;
  const face = interfaces.EntryRightRegistry;
  const topics = face.encodeFilterTopics("Admitted", []) as string[];
  const [log] = await node.getLogs({ address: organizer.rightsRegistry, topics, fromBlock: 0 });
  const sent = await node.getTransaction(log?.transactionHash ?? "");
  if (sent === null) throw new Error("no gate delivered anything");
  const [, entries, packed] = face.decodeFunctionData("admit", sent.data);
  const junk = Array.from({ length: Math.floor(bytes / 67) }, (_, n) => `0x00${toBeHex(n + 1, 65).slice(2)}`);
  const [before, after] = [junk.slice(0, MOST), junk.slice(MOST)];
  const again = before.map(() => entries[0]);
  const signatures = packSignatures([...before, ...unpackSignatures(packed), ...after]);
  const data = face.encodeFunctionData("admit", [eventId, [...again, ...entries], signatures]);
  const { type, to, nonce, gasLimit, chainId, value, maxFeePerGas, maxPriorityFeePerGas } = sent;
  const fees = { maxFeePerGas, maxPriorityFeePerGas };
  const large = Transaction.from({ type, to, nonce, gasLimit, chainId, value, data, ...fees });
  large.signature = gates[0].signer.signingKey.sign(large.unsignedHash);
  const { hash, signature } = large;
  const known = (await node.send("eth_getTransactionByHash", [sent.hash])) as object;
  const { r = "0x", s = "0x", yParity = 0, v = 27 } = signature ?? {};
  const signed = { r, s, yParity: toQuantity(yParity), v: toQuantity(type === 0 ? v : yParity) };
  const told = { ...known, hash, input: data, ...signed };
  return ({ method, params }, answer) => {
    if (method === "eth_getTransactionByHash" && params[0] === hash) return told;
    if (method !== "eth_getLogs") return answer;
    return (answer as (RpcLog & { transactionHash: string })[]).map((one) =>
      one.transactionHash === sent.hash ? { ...one, transactionHash: hash } : one,
    );
  };
}
