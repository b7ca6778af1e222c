/** An account of code, which makes the calls that its owner sends to it. */
import { concat, type Wallet } from "ethers";
import type { ContractName } from "../../src/abi/contracts.ts";
import { encodeCall } from "../../src/calls/encodeCall.ts";
import type { Connection } from "../../src/chain/Connection.ts";
import type { Address } from "../../src/core/Hex.ts";

/**
 * Calls the address in the first 20 bytes of its calldata with the rest of it, and reverts if that call does:
 * len = CALLDATASIZE - 20; CALLDATACOPY(0, 20, len); CALL(GAS, CALLDATALOAD(0) >> 96, 0, 0, len, 0, 0)
 */
const CODE = "0x6014360380601460003760006000826000600060003560601c5af115602057005b600080fd";
/** Returns the code: PUSH1 size, DUP1, PUSH1 11, PUSH1 0, CODECOPY, PUSH1 0, RETURN. */
const CREATION = `0x60${((CODE.length - 2) / 2).toString(16)}80600b6000396000f3${CODE.slice(2)}`;

export type ContractAccount = {
  readonly address: Address;
  /** Makes a call of the suite. */
  act(contract: ContractName, name: string, args: readonly unknown[]): Promise<void>;
};

/** Deploys an account of code that a funded key uses. */
export async function contractAccount(connection: Connection & { readonly signer: Wallet }): Promise<ContractAccount> {
  const { signer } = connection;
  const receipt = await (await signer.sendTransaction({ data: CREATION })).wait();
  const address = receipt?.contractAddress as Address;
  return {
    address,
    act: async (contract, name, args) => {
      const { to, data } = encodeCall(connection, contract, name as never, args);
      await (await signer.sendTransaction({ to: address, data: concat([to, data]) })).wait();
    },
  };
}
