import { expect } from "chai";
import { type EmptyNode, startEmptyNode } from "doorkey-test-support/servedChain";
import { chainView } from "./ChainView.ts";
import { rpcEndpoint } from "./jsonRpc.ts";
import { overridesOf } from "./probe.ts";

const PLACE = "0x00000000000000000000000000000000000c0de0";
/** Returns TIMESTAMP. */
const CLOCK = "0x4260005260206000f3";

for (const client of ["anvil", "hardhat"] as const) {
  describe(`trials in a block of another time (${client})`, () => {
    let node: EmptyNode;
    before(async () => {
      node = await startEmptyNode({ client });
    });
    after(() => node.close());

    const look = async () => {
      const endpoint = rpcEndpoint(node.url);
      return { endpoint, view: chainView(endpoint, await chainView(endpoint).newestHead()) };
    };

    it("says what the client knows", async () => {
      const { endpoint } = await look();
      expect(await overridesOf(endpoint)).to.deep.equal({ code: true, time: client === "anvil" });
    });

    it("runs a call at the time asked for, if the client knows block overrides, and says at which", async () => {
      await node.send("hardhat_setCode", PLACE, CLOCK);
      const { view } = await look();
      const later = view.head.timestamp + 12;
      const trial = {
        from: node.payer.address as `0x${string}`,
        to: PLACE as `0x${string}`,
        data: "0x" as const,
        gas: 50_000,
      };
      const [answer] = await view.tries([trial], later);
      if (answer?.success !== true) throw new Error(JSON.stringify(answer));
      expect(answer.time).to.equal(Number(BigInt(answer.data)));
      if (client === "anvil") expect(answer.time).to.equal(later);
      else expect(answer.time).to.be.at.least(view.head.timestamp);
    });
  });
}
