import { expect } from "chai";
import type { Address, Hex } from "doorkey";
import { interfaces } from "doorkey/abi";
import { toBeHex } from "ethers";
import { nodeAnswering, quantity, refuses } from "../../test/helpers/engineParts.ts";
import { assertDeployment, DeploymentMismatch } from "./assertDeployment.ts";

const [forwarder, target, other, signer, stranger] = ["f0", "66", "67", "77", "99"].map(
  (byte) => `0x${byte.repeat(20)}` as Address,
) as [Address, Address, Address, Address, Address];
const suite = { chainId: 31337, forwarder: `0x${"F0".repeat(20)}` as Address, rightsRegistry: target };
const { GasRelayForwarder } = interfaces;

type Deployed = Partial<{
  chainId: number;
  baseFee: Hex | null;
  name: string;
  version: string;
  domainChain: number;
  domainAddress: Address;
  domain: Hex | Error;
  /** What a target says of the forwarder. */
  trust: (target: Address) => Hex | Error;
  code: Hex;
}>;

function nodeWith({
  chainId = 31337,
  baseFee = "0x1",
  code = "0x",
  trust = () => toBeHex(1, 32) as Hex,
  ...domain
}: Deployed) {
  const { name = "Doorkey Forwarder", version = "1", domainChain = 31337, domainAddress = forwarder } = domain;
  const fields = ["0x0f", name, version, domainChain, domainAddress, toBeHex(0, 32), []] as const;
  const sound = () => GasRelayForwarder.encodeFunctionResult("eip712Domain", [...fields] as never);
  return nodeAnswering(
    {
      eth_chainId: () => quantity(chainId),
      eth_getBlockByNumber: () => ({
        ...{ number: "0x1", hash: "0xb1", timestamp: "0x1", gasLimit: "0x1" },
        ...(baseFee !== null && { baseFeePerGas: baseFee }),
      }),
      eth_call: ({ to }: { to: Address }) => (to === suite.forwarder ? (domain.domain ?? sound()) : trust(to)),
      eth_getCode: () => code,
    },
    "https://node.example/key",
  );
}

/** What is wrong with a deployment, in the words for the operator; undefined if it is sound. */
const faultOf = (deployed: Deployed, targets: readonly Address[] = [target, other]) =>
  assertDeployment(nodeWith(deployed), suite, targets, [{ address: signer }]).then(
    () => undefined,
    (error: unknown) => (error instanceof DeploymentMismatch ? error.message : error),
  );

describe("assertDeployment", () => {
  it("takes the chain of the configuration", async () => {
    expect(await faultOf({})).to.equal(undefined);
    expect(await faultOf({}, [])).to.equal(undefined);
  });

  it("refuses another chain, and one without a base fee", async () => {
    expect(await faultOf({ chainId: 1 })).to.equal("https://node.example/key is chain 1, not 31337.");
    // The path of the address may hold a key.
    expect(await faultOf({ baseFee: null })).to.match(/^The blocks of chain 31337 at node\.example have no base fee/);
  });

  it("refuses an address without a forwarder", async () => {
    for (const domain of ["0x", refuses("execution reverted")] as const) {
      expect(await faultOf({ domain })).to.equal(`The address ${suite.forwarder} has no forwarder.`);
    }
  });

  it("refuses a forwarder of something else", async () => {
    for (const change of [{ name: "Other" }, { version: "2" }, { domainChain: 1 }, { domainAddress: stranger }]) {
      expect(await faultOf(change), JSON.stringify(change)).to.equal(
        `The contract at ${suite.forwarder} is not this relay's forwarder.`,
      );
    }
  });

  it("refuses a target that does not trust the forwarder, whichever it is", async () => {
    for (const answer of ["0x", toBeHex(0, 32), toBeHex(2, 32), refuses("execution reverted")] as (Hex | Error)[]) {
      for (const one of [target, other]) {
        const trust = (to: Address) => (to === one ? answer : (toBeHex(1, 32) as Hex));
        expect(await faultOf({ trust })).to.equal(`${one} does not trust the forwarder ${suite.forwarder}.`);
      }
    }
  });

  it("refuses a signer with code", async () => {
    expect(await faultOf({ code: "0xef" })).to.equal(`The signer ${signer} has code. Use a plain account instead.`);
  });
});
