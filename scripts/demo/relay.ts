import type { ContractTransaction, ContractTransactionReceipt, Log, LogDescription, Wallet } from "ethers";
import { type SignedRequest, signRequest } from "../../test/helpers/statements.ts";
import { type Chain, FEES } from "./chain.ts";
import { JourneyError } from "./JourneyError.ts";
import { HOUR } from "./time.ts";

/** Gas that a small call is signed for, and one that fills a transaction. */
const SMALL = 700_000n;
export const LARGE = 14_000_000n;
/** No transaction may have more since Osaka (EIP-7825). */
const TRANSACTION_GAS = 16_777_216n;

/** A call that a team's key signs and the relay sends. */
export type TeamCall = { readonly by: Wallet; readonly call: Promise<ContractTransaction>; readonly gas?: bigint };

export type Outcome = {
  /** What the contracts logged. */
  readonly logs: readonly LogDescription[];
  /** Name of the error that the call ended in, if it did. */
  readonly error?: string | undefined;
};

/** What an act cost: whole transactions, the forwarder and the relay's own share included. */
export type GasRow = { readonly act: string; rights: number; gas: bigint; transactions: number };

/** Pays for everybody: carries the teams' signed calls through the forwarder, and holders' statements as they are. */
export class Relay {
  readonly #chain: Chain;
  readonly #nonces = new Map<string, bigint>();
  readonly gas = new Map<string, GasRow>();
  requests = 0;

  constructor(chain: Chain) {
    this.#chain = chain;
    this.spend("deploy the suite", 0, chain.deployGas, 5);
  }

  /** Sends calls of teams in one transaction; each must succeed. */
  async forward(act: string, rights: number, calls: readonly TeamCall[]): Promise<readonly Outcome[]> {
    const outcomes = await this.#execute(act, rights, calls);
    for (const { error } of outcomes) {
      if (error !== undefined) throw new JourneyError(`"${act}" was refused: ${error}.`);
    }
    return outcomes;
  }

  /** Sends one call of a team; it must succeed. */
  async one(
    act: string,
    rights: number,
    by: Wallet,
    call: Promise<ContractTransaction>,
    gas = SMALL,
  ): Promise<Outcome> {
    const [outcome = { logs: [] }] = await this.forward(act, rights, [{ by, call, gas }]);
    return outcome;
  }

  /** Sends a call of a team that must be refused with the error `expected`. */
  async refused(by: Wallet, call: Promise<ContractTransaction>, expected: string): Promise<string> {
    const [outcome] = await this.#execute("refused calls", 0, [{ by, call, gas: SMALL }]);
    if (outcome?.error === expected) return expected;
    throw new JourneyError(
      `a call should have been refused with ${expected}, but ${outcome?.error ?? "it succeeded"}.`,
    );
  }

  /** Sends a call in the relay's own name: what anyone may deliver. */
  async deliver(act: string, rights: number, call: Promise<ContractTransaction>): Promise<Outcome> {
    const sent = await this.#chain.relay.sendTransaction({ ...(await call), gasLimit: TRANSACTION_GAS, ...FEES });
    const receipt = (await sent.wait()) as ContractTransactionReceipt;
    this.spend(act, rights, receipt.gasUsed, 1);
    return { logs: this.#parse(receipt.logs) };
  }

  spend(act: string, rights: number, gas: bigint, transactions: number): void {
    const row = this.gas.get(act) ?? { act, rights: 0, gas: 0n, transactions: 0 };
    row.rights += rights;
    row.gas += gas;
    row.transactions += transactions;
    this.gas.set(act, row);
  }

  async #execute(act: string, rights: number, calls: readonly TeamCall[]): Promise<readonly Outcome[]> {
    const { forwarder, relay } = this.#chain;
    const signed: SignedRequest[] = [];
    for (const { by, call, gas } of calls) signed.push(await this.#sign(by, await call, gas ?? SMALL));
    const sent = await forwarder.connect(relay).execute(signed, { gasLimit: TRANSACTION_GAS, ...FEES });
    const receipt = (await sent.wait()) as ContractTransactionReceipt;
    this.spend(act, rights, receipt.gasUsed, 1);
    this.requests += calls.length;
    return this.#outcomes(receipt, calls.length);
  }

  async #sign(by: Wallet, { to, data }: ContractTransaction, gas: bigint): Promise<SignedRequest> {
    const nonce = this.#nonces.get(by.address) ?? 0n;
    this.#nonces.set(by.address, nonce + 1n);
    const deadline = BigInt((await this.#chain.now()) + HOUR);
    const relayer = this.#chain.relay.address;
    return signRequest(this.#chain.domains.forwarder, by, { to, gas, nonce, deadline, relayer, data });
  }

  /** The logs of each request are those before the forwarder's own word about it. */
  #outcomes(receipt: ContractTransactionReceipt, count: number): readonly Outcome[] {
    const outcomes: Outcome[] = [];
    let logs: LogDescription[] = [];
    for (const log of this.#parse(receipt.logs)) {
      if (log.name === "RequestSkipped") throw new JourneyError("the forwarder skipped a request.");
      if (log.name !== "RequestExecuted") {
        logs.push(log);
        continue;
      }
      outcomes.push({ logs, error: log.args.success ? undefined : this.#errorName(log.args.reason) });
      logs = [];
    }
    if (outcomes.length !== count)
      throw new JourneyError(`${count} requests were sent, ${outcomes.length} were executed.`);
    return outcomes;
  }

  #parse(logs: readonly Log[]): LogDescription[] {
    return logs.map((log) => {
      const parsed = this.#interfaces()
        .map((abi) => abi.parseLog(log))
        .find((description) => description !== null);
      if (parsed === undefined || parsed === null) throw new JourneyError("a contract logged something unknown.");
      return parsed;
    });
  }

  #errorName(reason: string): string {
    const selector = reason.slice(0, 10);
    const found = this.#interfaces()
      .map((abi) => abi.getError(selector))
      .find((error) => error !== null);
    return found?.name ?? `an unknown error ${selector}`;
  }

  #interfaces() {
    const { forwarder, agents, events, rights, verifier } = this.#chain;
    return [forwarder, agents, events, rights, verifier].map((contract) => contract.interface);
  }
}
