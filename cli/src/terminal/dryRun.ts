import type { Connection, Hex } from "doorkey";
import { interfaces } from "doorkey/abi";
import { drawCall, type Relay } from "doorkey/relay";
import {
  AbstractSigner,
  type Interface,
  type Provider,
  type Signer,
  type TransactionRequest,
  type TypedDataDomain,
  type TypedDataField,
} from "ethers";

/** Thrown instead of sending a call that would go through, as a simulation showed. */
export class DryRun extends Error {
  /** What ethers calls a signer that declines, so that the SDK keeps this error as the cause of its own. */
  readonly code = "ACTION_REJECTED";
  readonly call: { readonly name: string; readonly to: string; readonly data: Hex; readonly gas: bigint };

  constructor({ to, data, gas }: Omit<DryRun["call"], "name">) {
    const name = nameOf(data);
    super(`${name} was not sent.`);
    this.call = { name, to, data, gas };
  }
}

/** The DryRun that a call ended with, also when the SDK reports it as a signer that declined. */
export function dryRunIn(error: unknown): DryRun | undefined {
  if (error instanceof DryRun) return error;
  return error instanceof Error && error.cause instanceof DryRun ? error.cause : undefined;
}

/**
 * The same connection, which sends nothing. A call is simulated the way in which it would be sent, by the relay or by
 * the node. If it would go through, a DryRun is thrown; if not, the failure that sending it would have.
 */
export async function dry<C extends Connection>(connection: C): Promise<C> {
  const { signer, relay, provider } = connection;
  if (signer === undefined) return connection;
  const address = await signer.getAddress();
  return {
    ...connection,
    signer: new DrySigner(address, provider),
    ...(relay !== undefined && { relay: dryRelay(relay, connection) }),
  };
}

function dryRelay(relay: Relay, { provider, rightsRegistry: to, deployment }: Connection): Relay {
  const { Ballot, DrandBeacon } = deployment.contracts;
  const never = () => Promise.reject(new Error("a dry run sends nothing"));
  return {
    info: relay.info,
    prepare: async (call) => {
      const { request } = await relay.prepare(call);
      throw new DryRun({ to: call.to, data: call.data, gas: BigInt(request.gas) });
    },
    submit: never,
    submitReturns: async (returns) => {
      const data = interfaces.EntryRightRegistry.encodeFunctionData("returnRights", [[...returns]]) as Hex;
      throw new DryRun({ to, data, gas: await provider.estimateGas({ to, data }) });
    },
    submitDrawActs: async (acts) => {
      const call = drawCall({ Ballot: Ballot.address, DrandBeacon: DrandBeacon.address }, acts);
      throw new DryRun({ ...call, gas: await provider.estimateGas({ ...call }) });
    },
    status: never,
    cancel: never,
  };
}

/** Stands for the signer's account, and signs nothing. */
class DrySigner extends AbstractSigner {
  readonly #address: string;

  constructor(address: string, provider: Provider | null) {
    super(provider);
    this.#address = address;
  }

  override async getAddress(): Promise<string> {
    return this.#address;
  }

  override connect(provider: Provider | null): Signer {
    return new DrySigner(this.#address, provider);
  }

  override async sendTransaction(transaction: TransactionRequest): Promise<never> {
    const gas = await this.estimateGas(transaction);
    throw new DryRun({ to: String(transaction.to ?? ""), data: (transaction.data ?? "0x") as Hex, gas });
  }

  /** A signature over a request for the forwarder is where a call would be sent. */
  override async signTypedData(
    _domain: TypedDataDomain,
    _types: Record<string, TypedDataField[]>,
    { to, data, gas }: Record<string, unknown>,
  ): Promise<never> {
    throw new DryRun({ to: String(to), data: data as Hex, gas: BigInt(String(gas)) });
  }

  override signTransaction(): Promise<never> {
    return Promise.reject(new Error("a dry run signs nothing"));
  }

  override signMessage(): Promise<never> {
    return Promise.reject(new Error("a dry run signs nothing"));
  }
}

function nameOf(data: Hex): string {
  const found = Object.values<Interface>(interfaces).map((abi) => abi.getFunction(data.slice(0, 10)));
  return found.find((fragment) => fragment !== null)?.name ?? "the call";
}
