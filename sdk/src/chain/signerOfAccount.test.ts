import { expect } from "chai";
import { refusalOf } from "doorkey-test-support/transports";
import { network } from "hardhat";
import { createPublicClient, custom, parseEventLogs } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { entryRightRegistryAbi } from "../abi/index.ts";
import { grantMany } from "../agent/bulk/grantMany.ts";
import { registerAgent } from "../agent/registerAgent.ts";
import { readTeam } from "../state/readTeam.ts";
import { setTeamRole } from "../teams/setTeamRole.ts";
import { openShow } from "../testing/openShow.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { connect } from "./connect.ts";
import { signerOfAccount } from "./signerOfAccount.ts";

describe("a viem account", () => {
  const account = privateKeyToAccount(generatePrivateKey());
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  const connected = (relay: boolean) => {
    const { provider: rpc, deployment } = chain;
    return connect({ rpc, deployment, signer: signerOfAccount(account), relay: relay ? chain.relay : undefined });
  };

  it("signs requests that a relay sends", async () => {
    const { agentId } = await registerAgent(await connected(true), { name: "viem", uri: "https://viem.example" });
    expect((await readTeam(await connected(true), { agentId })).name).to.equal("viem");
  });

  it("signs grants, whose rights and logs viem reads", async () => {
    const own = await network.create();
    const show = await openShow({ network: own });
    const { agentId, eventId, event } = show;
    await setTeamRole(show.agent, { team: { agentId }, account: account.address, role: "member" });
    const rows = [{ className: "standing", holder: account.address }];
    const { results } = await grantMany(await show.chain.connect(signerOfAccount(account)), { agentId, eventId, rows });
    const [row] = results;
    if (row?.status !== "granted") return expect.fail("not granted");

    const client = createPublicClient({ transport: custom(own.provider) });
    const address = event.rightsRegistry;
    const [rightId = 0n] = row.rightIds;
    const right = await client.readContract({
      abi: entryRightRegistryAbi,
      address,
      functionName: "rightOf",
      args: [rightId],
    });
    expect(right.holder).to.equal(account.address);
    const logs = parseEventLogs({
      abi: entryRightRegistryAbi,
      eventName: "RightsGranted",
      logs: await client.getLogs({ address, fromBlock: 0n }),
    });
    expect(logs.at(-1)?.args.first).to.equal(rightId);
    const missing = { abi: entryRightRegistryAbi, address, functionName: "rightOf", args: [rightId + 1n] } as const;
    const failure = await client.readContract(missing).catch((error: Error) => error.message);
    expect(failure).to.contain("RightNonexistent");
    await own.close();
  });

  it("cannot pay for a transaction", async () => {
    const call = registerAgent(await connected(false), { name: "viem", uri: "https://viem.example" });
    expect((await refusalOf(call)).message).to.contain("give the connection a relay");
  });
});
