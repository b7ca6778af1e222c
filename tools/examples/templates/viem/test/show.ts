import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { entryRightRegistryAbi } from "doorkey/abi";
import { grantMany } from "doorkey/agent";
import { openShow } from "doorkey/testing";
import { network } from "hardhat";
import { getAddress } from "viem";

const HOLDER = getAddress("0x00000000000000000000000000000000000000a1");

describe("a show in a project with node:test and viem", () => {
  it("grants a right that viem reads", async () => {
    const connection = await network.create();
    const { agent, agentId, eventId, event } = await openShow({ network: connection, at: "sale" });
    const { results } = await grantMany(agent, { agentId, eventId, rows: [{ className: "standing", holder: HOLDER }] });
    const [row] = results;
    assert.equal(row?.status, "granted");
    const client = await connection.viem.getPublicClient();
    const right = await client.readContract({
      abi: entryRightRegistryAbi,
      address: event.rightsRegistry,
      functionName: "rightOf",
      args: [row.rightIds[0] ?? 0n],
    });
    assert.equal(right.holder, HOLDER);
  });
});
