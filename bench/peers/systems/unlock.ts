/** Unlock's PublicLock as published, made by the published factory, with a transparent proxy for each lock. */

import { Contract, parseEther, ZeroAddress } from "ethers";
import { holders } from "../../chain.ts";
import type { Artifact } from "../compile.ts";
import { type Call, callOf, type Lab } from "../lab.ts";
import { readPackageJson, versionOf } from "../packages.ts";
import type { GasRow } from "../rows.ts";
import type { System } from "../system.ts";

const PACKAGE = "@unlock-protocol/contracts";
const PROXY = "@openzeppelin/contracts/build/contracts/ERC1967Proxy.json";
const VERSION = 15;
/** The full signature, because PublicLock has two functions of that name. */
const PURCHASE = "purchase(uint256[],address[],address[],address[],bytes[])";
const UNTIL = 4_000_000_000;
const PRICE = parseEther("0.01");
const WARM = 9_000;

export const unlockSystem: System = {
  name: "Unlock PublicLock V15",
  async measure(lab) {
    const { organizer } = lab;
    const makeLock = await deployFactory(lab);
    const [free, sold] = [await makeLock(0n), await makeLock(PRICE)];
    const source = `measured: ${PACKAGE} ${await versionOf(PACKAGE)}, published bytecode, lock made by UnlockV14`;
    const base = { system: this.name, source };
    const grant = (n: number, manager: string, from = 0) =>
      callOf(free, organizer, "grantKeys", holders(n, from), fill(n, UNTIL), fill(n, manager));
    const purchase = async (lock: Contract, price: bigint, n: number, from = 0): Promise<Call> => {
      const [values, nobody, noData] = [fill(n, price), fill(n, ZeroAddress), fill(n, "0x")];
      const call = await callOf(lock, organizer, PURCHASE, values, holders(n, from), nobody, nobody, noData);
      return { ...call, value: price * BigInt(n) };
    };

    const rows: GasRow[] = [];
    const measure = async (operation: string, n: number, call: Call, events: number, inspect?: () => Promise<void>) => {
      rows.push(await lab.measure({ ...base, operation, n, call, events, inspect }));
    };
    await lab.send(await grant(1, ZeroAddress, WARM));
    for (const n of lab.sizes) await measure("issue (grantKeys)", n, await grant(n, ZeroAddress), n, valid(free, n));
    for (const n of lab.sizes) {
      const call = await grant(n, organizer.address);
      await measure("issue (grantKeys, key manager = organizer)", n, call, 2 * n, valid(free, n));
    }
    for (const n of lab.sizes) {
      await measure("issue (purchase, free key)", n, await purchase(free, 0n, n), n + 1, valid(free, n));
    }

    await lab.send(await purchase(sold, PRICE, 1, WARM));
    await measure("issue (purchase, 0.01 ETH key)", 1, await purchase(sold, PRICE, 1), 3, valid(sold, 1));
    await measure("revoke (expireAndRefundFor)", 1, await callOf(sold, organizer, "expireAndRefundFor", 1, 0), 2);
    return rows;
  },
};

function fill<T>(n: number, value: T): T[] {
  return Array.from({ length: n }, () => value);
}

/** Checks that the last key is valid. */
function valid(lock: Contract, n: number): () => Promise<void> {
  return async () => {
    if (!(await lock.getFunction("getHasValidKey")(holders(n).at(-1)))) throw new Error(`key ${n} is not valid`);
  };
}

/** Deploys Unlock behind a proxy, as in production. Returns a function that makes locks. */
async function deployFactory(lab: Lab): Promise<(price: bigint) => Promise<Contract>> {
  const { organizer } = lab;
  const artifact = (name: string, version: number) =>
    readPackageJson(`${PACKAGE}/dist/abis/${name}/${name}V${version}.json`) as Promise<Artifact>;
  const [lockArtifact, unlockArtifact] = [await artifact("PublicLock", VERSION), await artifact("Unlock", 14)];
  const proxyArtifact = (await readPackageJson(PROXY)) as Artifact;

  const implementation = await lab.deploy(unlockArtifact);
  const initialized = implementation.interface.encodeFunctionData("initialize", [organizer.address]);
  const proxy = await lab.deploy(proxyArtifact, await implementation.getAddress(), initialized);
  const unlock = new Contract(await proxy.getAddress(), unlockArtifact.abi, organizer);
  const template = await lab.deploy(lockArtifact);
  await lab.send(await callOf(unlock, organizer, "addLockTemplate", await template.getAddress(), VERSION));
  await lab.send(await callOf(unlock, organizer, "setLockTemplate", await template.getAddress()));

  return async (price) => {
    const terms = [organizer.address, UNTIL, ZeroAddress, price, 1_000_000, "Night"];
    const initialize = template.interface.encodeFunctionData("initialize", terms);
    const { logs } = await lab.send(await callOf(unlock, organizer, "createUpgradeableLock", initialize));
    const created = logs.map((log) => unlock.interface.parseLog(log)).find((log) => log?.name === "NewLock");
    return new Contract(created?.args.newLockAddress, lockArtifact.abi, organizer);
  };
}
