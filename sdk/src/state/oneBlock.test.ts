import { expect } from "chai";
import { openShow } from "doorkey-test-support/show";
import type { JsonRpcApiProvider } from "ethers";
import { serveRpc } from "../../test/helpers/serve.ts";
import type { Connection } from "../chain/Connection.ts";
import { connect } from "../chain/connect.ts";
import { startTestChain } from "../testing/startTestChain.ts";
import { readAgents } from "./readAgents.ts";
import { readEvent } from "./readEvent.ts";
import { readGates } from "./readGates.ts";

describe("the state of an event", () => {
  for (const [name, read] of [
    ["readEvent", (connection: Connection) => readEvent(connection, { eventId: 1, countLive: true })],
    ["readAgents", (connection: Connection) => readAgents(connection, { eventId: 1 })],
    ["readGates", (connection: Connection) => readGates(connection, { eventId: 1 })],
  ] as const) {
    it(`is read at one block while the chain continues: ${name}`, async () => {
      const chain = await startTestChain();
      const { doorsOpenAt } = await openShow(chain, { gates: true });
      await chain.clock.travelTo(doorsOpenAt);
      const blocks: unknown[] = [];
      // The chain is one block further at each request.
      const hasty = {
        send: async (method: string, params: unknown[]) => {
          if (method === "eth_call") {
            blocks.push(params[1]);
            await chain.provider.send("evm_mine", []);
          }
          return chain.provider.send(method, params);
        },
      };
      const node = await serveRpc(hasty as JsonRpcApiProvider);
      try {
        const connection = await connect({ rpc: node.url, deployment: chain.deployment });
        const block = await chain.provider.getBlockNumber();
        blocks.length = 0;
        await read(connection);
        expect(blocks).to.have.length.above(2);
        expect(new Set(blocks)).to.deep.equal(new Set([`0x${block.toString(16)}`]));
      } finally {
        await node.close();
        await chain.close();
      }
    });
  }
});
