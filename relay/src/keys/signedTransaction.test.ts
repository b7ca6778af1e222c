import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import { hexlify, randomBytes, Wallet } from "ethers";
import type { UnsignedTransaction } from "../engine/EngineContext.ts";
import { signedTransaction } from "./signedTransaction.ts";

const PLAIN: UnsignedTransaction = {
  type: 2,
  chainId: 31_337,
  nonce: 0,
  to: "0x5fbdb2315678afecb367f032d93f642f64180aa3",
  data: "0x",
  gasLimit: 21_000n,
  maxFeePerGas: 0n,
  maxPriorityFeePerGas: 0n,
  value: 0n,
};

describe("signedTransaction", () => {
  const bytes = (length: number): Hex => hexlify(randomBytes(length)) as Hex;
  const changes: Readonly<Record<string, Partial<UnsignedTransaction>>> = {
    "numbers of 0": {},
    "numbers around one byte": { nonce: 127, gasLimit: 128n, maxFeePerGas: 256n, maxPriorityFeePerGas: 255n },
    "large numbers": { chainId: Number.MAX_SAFE_INTEGER, nonce: 2 ** 40, maxFeePerGas: (1n << 255n) + 1n },
    "one small byte": { data: "0x7f" },
    "one large byte": { data: "0x80" },
    "data of 55 bytes": { data: bytes(55) },
    "data of 56 bytes": { data: bytes(56) },
    "data of 60 KB": { data: bytes(60_000), to: bytes(20) as Address },
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`signs ${what} as ethers does`, async () => {
      const wallet = new Wallet(bytes(32));
      const transaction = { ...PLAIN, ...change };
      expect(signedTransaction(transaction, wallet.signingKey)).to.equal(await wallet.signTransaction(transaction));
    });
  }
});
