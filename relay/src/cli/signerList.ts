import { resolve } from "node:path";
import type { Address } from "doorkey/buyer";
import { bad, type Output, table } from "doorkey-server";
import { openChain } from "../chain/Chain.ts";
import { rpcEndpoint } from "../chain/jsonRpc.ts";
import type { Config } from "../config/Config.ts";
import { keystoreAddress } from "../keys/keystore.ts";
import { openSigner } from "../keys/openSigners.ts";
import { type SignerSource, sourceName } from "../keys/SignerSource.ts";
import { inEther } from "../metrics/readiness.ts";
import { readConfig } from "./configFile.ts";

export declare namespace signerList {
  type Options = { readonly config: string; readonly json?: boolean };
}

/** A key of the configuration, and what it holds; the balance is missing if no node answers. */
export type ListedSigner = {
  readonly address: Address | undefined;
  readonly source: string;
  readonly balance: bigint | undefined;
};

export async function signerList(options: signerList.Options, output: Output, env: NodeJS.ProcessEnv): Promise<void> {
  const { config } = await readConfig(resolve(options.config), env);
  const signers = await listSigners(config);
  const { lowBalance } = config.fees;
  if (options.json) {
    const plain = signers.map(({ balance, ...one }) => ({
      ...one,
      ...(balance !== undefined && { balance: String(balance), low: balance < lowBalance }),
    }));
    return output.json({ chainId: config.chain.id, lowBalance: String(lowBalance), signers: plain });
  }
  if (signers.length === 0) return output.line("The configuration has no signer: doorkey-relay signer add");
  output.line(
    table(
      signers.map(({ address, source, balance }) => [
        address ?? "unknown address",
        balance === undefined ? "no node answers" : inEther(balance),
        balance !== undefined && balance < lowBalance ? bad(`below fees.lowBalance, ${inEther(lowBalance)}`) : "",
        source,
      ]),
    ),
  );
}

/** The keys of a configuration, in its order. */
export async function listSigners({ chain, signers }: Pick<Config, "chain" | "signers">): Promise<ListedSigner[]> {
  const endpoints = chain.rpc.map((url) => rpcEndpoint(url, { largestBatch: chain.traits.batchCalls }));
  const view = await openChain({ endpoints, confirmations: chain.confirmations })
    .look()
    .catch(() => undefined);
  return Promise.all(
    signers.map(async (one) => {
      const address = await addressOf(one);
      const balance = address && (await view?.balanceOf(address).catch(() => undefined));
      return { address, source: sourceName(one), balance };
    }),
  );
}

/** A keystore says its address without its password. */
export async function addressOf(source: SignerSource): Promise<Address | undefined> {
  if (source.kind === "keystore") return keystoreAddress(source.path);
  return (await openSigner(source, "")).address;
}
