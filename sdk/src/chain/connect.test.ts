import { text } from "node:stream/consumers";
import { inspect } from "node:util";
import { expect } from "chai";
import { refusalOf } from "doorkey-test-support/transports";
import { ContractFactory, keccak256, makeError, Network } from "ethers";
import { nodeSaying } from "../../test/helpers/nodeSaying.ts";
import { freePort, problem, serve, serveRpc } from "../../test/helpers/serve.ts";
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

  describe("with a signer of another chain", () => {
    /** A wallet's key, and the switch that its owner uses. */
    async function wallet() {
      const own = await chain.fundedKey();
      let chainId = 31_337;
      let signatures = 0;
      const switchTo = (other: number) => {
        chainId = other;
      };
      const provider = nodeSaying(chain.provider, { getNetwork: async () => Network.from(chainId) });
      const key = own.connect(provider);
      const signer = new Proxy(key, {
        get: (target, name) => {
          if (name === "signTypedData" || name === "signTransaction" || name === "sendTransaction") signatures++;
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
      return { signer, switchTo, signatures: () => signatures };
    }

    it("refuses it at once", async () => {
      const { signer, switchTo } = await wallet();
      switchTo(1);
      const { code, message } = await refusal({ rpc: chain.provider, signer });
      expect(code).to.equal("CHAIN_DIFFERENT");
      expect(message).to.contain("The signer is on chain 1, and the connection on chain 31337.");
    });

    for (const via of ["direct", "relay"] as const) {
      it(`refuses it before anything is signed or sent, ${via}, if its owner switched it later`, async () => {
        const { signer, switchTo, signatures } = await wallet();
        const relay = via === "relay" ? chain.relay : undefined;
        const connection = await connect({ rpc: chain.provider, signer, relay });
        switchTo(10);
        const before = await chain.provider.getBlockNumber();
        const asked = signatures();
        const call = registerOrganizer(connection, { name: "Zepp Hall", uri: "" });
        expect((await refusalOf(call)).code).to.equal("CHAIN_DIFFERENT");
        expect(await chain.provider.getBlockNumber()).to.equal(before);
        expect(signatures()).to.equal(asked);
        switchTo(31_337);
        await registerOrganizer(connection, { name: "Zepp Hall", uri: "" });
        expect(await chain.provider.getBlockNumber()).to.equal(before + 1);
      });
    }

    it("refuses it when the wallet reports the switch as an error of its network", async () => {
      const key = await chain.fundedKey();
      const changed = makeError("network changed: 31337 => 10", "NETWORK_ERROR", { event: "changed" });
      const provider = nodeSaying(chain.provider, { getNetwork: () => Promise.reject(changed) });
      expect((await refusal({ rpc: chain.provider, signer: key.connect(provider) })).code).to.equal("CHAIN_DIFFERENT");
    });
  });

  it("sends the relay's key with each call, and takes an address without a key", async () => {
    const keys: (string | undefined)[] = [];
    const server = await serve((request, response) => {
      keys.push(request.headers.authorization);
      const code = request.headers.authorization === undefined ? "KEY_MISSING" : "KEY_UNKNOWN";
      response.writeHead(401, { "content-type": "application/json" }).end(JSON.stringify(problem(code, 401)));
    });
    const signer = chain.emptyKey();
    for (const [relay, code, remedy] of [
      [server.url, "KEY_MISSING", "connect({ relay: { url, key } })"],
      [{ url: server.url }, "KEY_MISSING", "connect({ relay: { url, key } })"],
      [{ url: server.url, key: "dk_wrong" }, "KEY_UNKNOWN", "typing mistake"],
    ] as const) {
      const connection = await connect({ rpc: chain.provider, signer, relay });
      const refused = await refusalOf(registerOrganizer(connection, { name: "Zepp Hall", uri: "" }));
      expect(refused.code).to.equal(code);
      expect(refused.message).to.contain(remedy);
    }
    expect(keys).to.deep.equal([undefined, undefined, "Bearer dk_wrong"]);
    await server.close();
  });

  it("refuses arguments of another form, and names them", async () => {
    const rpc = chain.provider;
    for (const wrong of [
      null,
      undefined,
      Number.NaN,
      "",
      { rpc: null },
      { rpc, signer: null },
      { rpc, signer: "0x12" },
    ]) {
      expect((await refusal(wrong as never)).code, String(wrong)).to.match(/VALUE_INVALID|CHAIN_UNREACHABLE/);
    }
    for (const relay of [
      null,
      5,
      {},
      { url: "ftp://relay.example" },
      { url: 7, key: 5 },
      { url: "https://a.b", key: "\n" },
    ]) {
      const { code, message } = await refusal({ rpc, relay } as never);
      expect(code, message).to.equal("VALUE_INVALID");
    }
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
