import { type Address, type Connection, isDoorkeyError } from "doorkey";
import { JourneyError } from "./JourneyError.ts";

/** What an act cost: whole transactions, the forwarder and the relay's own share included. */
export type GasRow = { readonly act: string; rights: number; gas: bigint; transactions: number };

/** What everything cost: read from the blocks, of which there are no others than the journey's. */
export class Costs {
  readonly rows = new Map<string, GasRow>();
  /** Requests that teams signed. */
  requests = 0;
  /** Wei that the relay paid. */
  fees = 0n;
  readonly #connection: Connection;
  readonly #payers: readonly Address[];

  constructor(connection: Connection, payers: readonly Address[]) {
    this.#connection = connection;
    this.#payers = payers;
  }

  /** Does something, and notes under `act` what it cost for so many rights. */
  async of<T>(act: string, rights: number, work: () => Promise<T>): Promise<T> {
    const before = await this.#connection.provider.getBlockNumber();
    const result = await work();
    await this.noteBlocks(act, rights, before);
    return result;
  }

  /** Tries what the contracts must refuse with the error `expected`: the relay foresees it, and nothing is sent. */
  async refused(expected: string, work: () => Promise<unknown>): Promise<string> {
    try {
      await work();
    } catch (error) {
      const name = isDoorkeyError(error, "CALL_REVERTED") ? error.contractError?.name : undefined;
      if (name === expected) return expected;
      throw new JourneyError(`a call should have been refused with ${expected}, but: ${name ?? String(error)}.`);
    }
    throw new JourneyError(`a call should have been refused with ${expected}, but it succeeded.`);
  }

  /** Notes the blocks after `before`. */
  async noteBlocks(act: string, rights: number, before: number): Promise<void> {
    const { provider, deployment } = this.#connection;
    const row = this.rows.get(act) ?? { act, rights: 0, gas: 0n, transactions: 0 };
    this.rows.set(act, row);
    row.rights += rights;
    const latest = await provider.getBlockNumber();
    for (let number = before + 1; number <= latest; number++) {
      const block = await provider.getBlock(number);
      for (const hash of block?.transactions ?? []) {
        const receipt = await provider.getTransactionReceipt(hash);
        if (receipt === null) throw new JourneyError(`the chain has no receipt of ${hash}.`);
        if (!this.#payers.includes(receipt.from as Address))
          throw new JourneyError(`${receipt.from} paid for ${hash}.`);
        row.gas += receipt.gasUsed;
        row.transactions++;
        this.fees += receipt.fee;
        if (receipt.to === deployment.contracts.GasRelayForwarder.address) this.requests++;
      }
    }
  }
}
