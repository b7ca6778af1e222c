import { keccak256, Transaction, type TransactionDescription } from "ethers";
import { type ContractName, interfaces } from "../abi/contracts.ts";
import type { Deployment } from "../chain/addresses/deployments.ts";
import { type Address, type Hex, sameAddress } from "../core/Hex.ts";
import type { AuditCall, AuditTransaction } from "./Audit.ts";
import type { AuditAnswers } from "./source/AuditSource.ts";

/**
 * Most bytes of a transaction whose calls are read. Ethereum allows 16,777,216 gas for one, 40 for a byte that is not 0:
 * 419 kB of signatures. Ethers takes time with the square of the size.
 */
const MOST_BYTES = 2 ** 20;

/** The calls of a transaction, after a check that it is the one of this hash. */
export function auditTransaction(
  { contracts }: Deployment,
  hash: Hex,
  answer: AuditAnswers["transaction"],
): AuditTransaction {
  if (answer === null) return { hash, from: NOBODY, kind: "missing", calls: [] };
  const isIt = keccak256(answer.signed) === hash;
  if (isIt && answer.signed.length > 2 * MOST_BYTES) return { hash, from: NOBODY, kind: "too large", calls: [] };
  const transaction = isIt ? Transaction.from(answer.signed) : undefined;
  if (transaction?.from == null) return { hash, from: NOBODY, kind: "different", calls: [] };
  const from = transaction.from as Address;
  const contract = contractOf(contracts, transaction.to);
  if (contract === undefined) return { hash, from, kind: "through a contract", calls: [] };
  const data = transaction.data as Hex;
  const direct = callOf(contract, { sender: from, relayed: false, data });
  return { hash, from, kind: "calls", calls: [...direct, ...requestsIn(contracts, contract, data)] };
}

const NOBODY: Address = `0x${"00".repeat(20)}`;

type Contracts = Deployment["contracts"];

function contractOf(contracts: Contracts, address: string | null): ContractName | undefined {
  if (address === null) return undefined;
  const names = Object.keys(contracts) as ContractName[];
  return names.find((name) => sameAddress(contracts[name].address, address));
}

/** The calls that the forwarder passed on, each as that of its signer. */
function requestsIn(contracts: Contracts, contract: ContractName, data: Hex): AuditCall[] {
  if (contract !== "GasRelayForwarder") return [];
  const execute = parsed(contract, data);
  const requests: readonly SignedRequest[] = execute?.name === "execute" ? execute.args.requests : [];
  // A copy, because a Result without requests would map to one of its own.
  return [...requests].flatMap(({ request }) => {
    const to = contractOf(contracts, request.to);
    return to === undefined ? [] : callOf(to, { sender: request.from, relayed: true, data: request.data });
  });
}

type SignedRequest = { readonly request: { readonly from: Address; readonly to: string; readonly data: Hex } };

type Sent = { readonly sender: Address; readonly relayed: boolean; readonly data: Hex };

function callOf(contract: ContractName, { sender, relayed, data }: Sent): AuditCall[] {
  const call = parsed(contract, data);
  return call === null ? [] : [{ contract, sender, relayed, name: call.name, args: call.args }];
}

/** A request may carry any data. */
function parsed(contract: ContractName, data: Hex): TransactionDescription | null {
  try {
    return interfaces[contract].parseTransaction({ data });
  } catch {
    return null;
  }
}
