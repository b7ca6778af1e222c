import { AbstractSigner, type Provider, type TypedDataDomain, TypedDataEncoder, type TypedDataField } from "ethers";
import { assertHex } from "../core/assertHex.ts";
import { DoorkeyError } from "../core/DoorkeyError.ts";
import { given } from "../core/given.ts";
import type { Address, Hex } from "../core/Hex.ts";

/** The part of a viem account that the adapter uses. Any key that signs EIP-712 can take this form. */
export type TypedDataAccount = {
  readonly address: Address;
  signTypedData(parameters: {
    readonly domain: Record<string, unknown>;
    readonly types: Record<string, readonly { readonly name: string; readonly type: string }[]>;
    readonly primaryType: string;
    readonly message: Record<string, unknown>;
  }): Promise<Hex>;
};

/**
 * A signer for a connection whose calls a relay sends, from a viem account. It signs requests and statements, and no
 * transactions: without a relay, give `connect` a signer of ethers.
 *
 * @throws VALUE_INVALID for what is not an account.
 * @example
 * import { connect, signerOfAccount, type TypedDataAccount } from "doorkey";
 *
 * // account: for example privateKeyToAccount(key) of viem/accounts
 * const connectAs = (account: TypedDataAccount) =>
 *   connect({ rpc: "http://127.0.0.1:8545", relay: "http://127.0.0.1:8787", signer: signerOfAccount(account) });
 */
export function signerOfAccount(account: TypedDataAccount): AbstractSigner {
  given("account", account, "signTypedData");
  assertHex("account.address", account.address, 20);
  return new AccountSigner(account, null);
}

class AccountSigner extends AbstractSigner {
  readonly #account: TypedDataAccount;

  constructor(account: TypedDataAccount, provider: Provider | null) {
    super(provider);
    this.#account = account;
  }

  override async getAddress(): Promise<string> {
    return this.#account.address;
  }

  override connect(provider: Provider | null): AccountSigner {
    return new AccountSigner(this.#account, provider);
  }

  override signTypedData(
    domain: TypedDataDomain,
    types: Record<string, TypedDataField[]>,
    message: Record<string, unknown>,
  ): Promise<string> {
    const { primaryType } = TypedDataEncoder.from(types);
    return this.#account.signTypedData({ domain: { ...domain }, types, primaryType, message });
  }

  override signTransaction(): Promise<string> {
    return Promise.reject(unable("a transaction; give the connection a relay"));
  }

  override signMessage(): Promise<string> {
    return Promise.reject(unable("a plain message"));
  }
}

function unable(what: string): DoorkeyError {
  return new DoorkeyError("VALUE_INVALID", { details: [`A signer of an account cannot sign ${what}.`] });
}
