import type { Address, Hex } from "doorkey";
import { returnDigest } from "doorkey/buyer";
import type { WireSignedReturn } from "doorkey/relay";
import type { ServedChain } from "doorkey-test-support/servedChain";
import { concat, SigningKey, type Wallet } from "ethers";
import { ETHEREUM, type GasFloors } from "../../src/chain/chains.ts";
import { returnGas } from "../../src/engine/index.ts";
import type { NewRequest } from "../../src/storage/index.ts";
import { suiteOf } from "./suite.ts";

/** A holder's signed return of one right, and how the intake would store it with these floors. */
export function returnOf(
  node: ServedChain,
  holder: Wallet,
  rightId: bigint,
  expiresAt: number,
  floors: GasFloors = ETHEREUM.gas,
) {
  const suite = suiteOf(node);
  const statement = { rightId, count: 1, holder: holder.address as Address, rebinds: 0, expiresAt };
  const digest = returnDigest(suite, statement);
  const signature = concat(["0x00", new SigningKey(holder.privateKey).sign(digest).serialized]) as Hex;
  const payload: WireSignedReturn = {
    rightId: String(rightId),
    count: 1,
    rebinds: 0,
    expiresAt: String(expiresAt),
    signature,
  };
  const item: NewRequest = {
    digest,
    kind: "return",
    from: holder.address as Address,
    to: suite.rightsRegistry,
    selector: "0x00000000",
    gas: returnGas(1, floors),
    deadline: expiresAt - 1,
    payload,
    sponsor: "hall",
    priority: 1,
    reservation: { wei: 0n, limits: [] },
  };
  return { digest, item, payload };
}
