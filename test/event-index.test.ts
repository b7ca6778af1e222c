import { expect } from "chai";
import { keccak256 } from "ethers";
import { network } from "hardhat";
import type { ContractName } from "../sdk/src/abi/contracts.ts";
import { changesOf } from "../sdk/src/eventIndex/applyLog.ts";
import { followSuite } from "../sdk/src/eventIndex/followSuite.ts";
import { type Connection, connect, type Deployment, type Hex } from "../sdk/src/index.ts";
import { expectSameIndex } from "../sdk/test/helpers/expectSameIndex.ts";
import { deploySuite, type Suite } from "./helpers/suite.ts";
import { startWalk, step } from "./helpers/walk.ts";

/** `DOORKEY_SEED=7` walks the walk of seed 7 alone; else `DOORKEY_FUZZ` says how many walks there are. */
const WALKS = Math.max(1, Math.floor(Number(process.env.DOORKEY_FUZZ ?? 256) / 600));
const SEEDS =
  process.env.DOORKEY_SEED === undefined
    ? Array.from({ length: WALKS }, (_, i) => 100 + i)
    : [Number(process.env.DOORKEY_SEED)];
const STEPS = 300;

const { ethers, networkHelpers } = await network.create();

describe("the event index of the SDK", () => {
  for (const seed of SEEDS) {
    it(`tells what the contracts tell, after each part of a walk of seed ${seed} through all acts`, async function () {
      this.timeout(0);
      const suite = await deploySuite(ethers);
      const walker = await startWalk(suite, networkHelpers.time, seed);
      const connection = await connectTo(suite);
      const index = await followSuite(connection);
      for (let i = 1; i <= STEPS; i++) {
        await step(walker);
        if (i % 100 !== 0) continue;
        await index.catchUp();
        await expectSameIndex(connection, index.state);
      }
      // Read once more in one go: the way does not matter.
      const again = await followSuite(connection);
      await again.catchUp();
      expect(again.state).to.deep.equal(index.state);
    });
  }

  it("knows every event of the suite", async () => {
    const suite = await deploySuite(ethers);
    for (const [name, contract] of Object.entries(contractsOf(suite))) {
      contract.interface.forEachEvent((event) => {
        expect(changesOf[name as ContractName], event.name).to.have.property(event.name);
      });
    }
  });
});

function contractsOf({ forwarder, agents, events, rights, verifier }: Suite) {
  return {
    GasRelayForwarder: forwarder,
    AgentRegistry: agents,
    EventRegistry: events,
    EntryRightRegistry: rights,
    AttesterIdentityVerifier: verifier,
  };
}

async function connectTo(suite: Suite): Promise<Connection> {
  const contracts = await Promise.all(
    Object.entries(contractsOf(suite)).map(async ([name, contract]) => {
      const address = await contract.getAddress();
      const codeHash = keccak256(await ethers.provider.getCode(address)) as Hex;
      return [name, { address, codeHash, block: 0 }];
    }),
  );
  const deployment = { chainId: 31337, version: "0.1.0", contracts: Object.fromEntries(contracts) } as Deployment;
  return connect({ rpc: ethers.provider, deployment });
}
