import { text } from "node:stream/consumers";
import { inspect } from "node:util";
import { expect } from "chai";
import { ContractFactory, keccak256 } from "ethers";
import { freePort, serve, serveRpc } from "../../test/helpers/serve.ts";
import { interfaces } from "../abi/contracts.ts";
import type { Address, Hex } from "../core/Hex.ts";
import { creationCode } from "../deployment/generated/creationCode.ts";
import { registerOrganizer } from "../organizer/registerOrganizer.ts";
import { readTeam } from "../state/readTeam.ts";
import { startTestChain, type TestChain } from "../testing/startTestChain.ts";
import { deploymentOn } from "./addresses/deployments.ts";
import { connect } from "./connect.ts";

describe("connect", () => {
  let chain: TestChain;
  before(async () => {
    chain = await startTestChain();
  });
  after(() => chain.close());

  const refusal = (parameters: connect.Parameters) =>
    connect(parameters).then(
      () => ({ code: "connected", message: "" }),
      ({ code, message }) => ({ code, message }),
    );

  it("finds the suite of a fresh local chain in the address book", async () => {
    const { chainId, rightsRegistry, deployment } = await connect({ rpc: chain.provider });
    expect(chainId).to.equal(31337);
    expect(deployment).to.deep.equal(deploymentOn(31337));
    expect(deployment).to.deep.equal(chain.deployment);
    expect(rightsRegistry).to.equal(deployment.contracts.EntryRightRegistry.address);
  });

  it("connects the signer to the node", async () => {
    const connection = await connect({ rpc: chain.provider, signer: chain.emptyKey().connect(null) });
    expect(connection.signer?.provider).to.equal(chain.provider);
  });

  it("talks to a node over HTTP", async () => {
    const server = await serveRpc(chain.provider);
    const connection = await connect({ rpc: server.url });
    expect(await connection.contracts.events.eventCount()).to.equal(0n);
    await server.close();
  });

  it("reports a node that does not answer", async () => {
    const { code } = await refusal({ rpc: `http://127.0.0.1:${await freePort()}` });
    expect(code).to.equal("CHAIN_UNREACHABLE");
  });

  it("reports an address that has no node or is malformed", async () => {
    const noError = '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no such method"}}';
    for (const body of ["<html>", "", "null", "[]", '{"result":"abc"}', noError]) {
      const server = await serve((_, response) => void response.end(body));
      expect((await refusal({ rpc: server.url })).code, body).to.equal("CHAIN_UNREACHABLE");
      await server.close();
    }
    for (const rpc of ["", "here and there", "ws://127.0.0.1:1", "ftp://127.0.0.1"]) {
      expect((await refusal({ rpc })).code, rpc).to.equal("CHAIN_UNREACHABLE");
    }
  });

  it("does not repeat the address of a node, which often has a key in it", async () => {
    let refusing = false;
    const node = await serveRpc(chain.provider);
    const guard = await serve(async (request, response) => {
      if (refusing) return void response.writeHead(401).end("no");
      const answer = await fetch(node.url, { method: "POST", body: await text(request) });
      response.end(await answer.text());
    });
    const rpc = `${guard.url}/v3/secret`;
    const connection = await connect({ rpc, signer: await chain.fundedKey().then((key) => key.connect(null)) });
    refusing = true;
    const failures = [
      connect({ rpc }),
      connect({ rpc: rpc.replace("//", "//me:secret@") }),
      readTeam(connection, { agentId: 1 }),
      registerOrganizer(connection, { name: "Zepp Hall", uri: "" }),
    ];
    for (const failure of failures) {
      const error = await failure.catch((thrown: unknown) => thrown);
      expect(inspect(error, { depth: 9 }))
        .to.contain("CHAIN_UNREACHABLE")
        .and.not.contain("secret");
    }
    await guard.close();
    await node.close();
  });

  it("refuses a deployment of another chain", async () => {
    const { code, message } = await refusal({ rpc: chain.provider, deployment: { ...chain.deployment, chainId: 1 } });
    expect(code).to.equal("CHAIN_UNKNOWN");
    expect(message).to.contain("The node is on chain 31337, and the deployment is for chain 1.");
  });

  const withContract = (name: "EventRegistry", change: object) => ({
    ...chain.deployment,
    contracts: { ...chain.deployment.contracts, [name]: { ...chain.deployment.contracts[name], ...change } },
  });

  it("refuses an address without code, and names it", async () => {
    const nowhere: Address = "0x00000000000000000000000000000000000000aa";
    const { code, message } = await refusal({
      rpc: chain.provider,
      deployment: withContract("EventRegistry", { address: nowhere }),
    });
    expect(code).to.equal("SUITE_DIFFERENT");
    expect(message).to.contain(`There is no EventRegistry at ${nowhere}.`);
  });

  it("refuses other code", async () => {
    const { address } = chain.deployment.contracts.AgentRegistry;
    const { code, message } = await refusal({
      rpc: chain.provider,
      deployment: withContract("EventRegistry", { address }),
    });
    expect(code).to.equal("SUITE_DIFFERENT");
    expect(message).to.contain(`The code at ${address} is not that of EventRegistry.`);
  });

  it("refuses a suite whose registries trust another forwarder", async () => {
    const other = await startTestChain();
    const factory = new ContractFactory(interfaces.GasRelayForwarder, creationCode.GasRelayForwarder);
    const second = await factory.connect(await other.fundedKey()).deploy();
    const address = (await second.getAddress()) as Address;
    const codeHash = keccak256(await other.provider.getCode(address)) as Hex;
    const { GasRelayForwarder } = other.deployment.contracts;
    const mixed = {
      ...other.deployment,
      contracts: { ...other.deployment.contracts, GasRelayForwarder: { ...GasRelayForwarder, address, codeHash } },
    };
    const { code, message } = await refusal({ rpc: other.provider, deployment: mixed });
    expect(code).to.equal("SUITE_DIFFERENT");
    expect(message).to.contain("does not trust the forwarder");
    await other.close();
  });
});
