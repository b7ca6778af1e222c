/** No contract of the suite accepts ether, and none can send ether that was forced into it. */

import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { deployContracts } from "doorkey-test-support/contracts";
import { dataSlice, getBytes, Interface } from "ethers";
import { artifacts, network } from "hardhat";

const { ethers, networkHelpers } = await network.create();

const NAMES = {
  forwarder: "GasRelayForwarder",
  agents: "AgentRegistry",
  events: "EventRegistry",
  rights: "EntryRightRegistry",
  verifier: "AttesterIdentityVerifier",
} as const;
const CONTRACTS = Object.keys(NAMES) as (keyof typeof NAMES)[];

describe("ether", () => {
  async function fixture() {
    const suite = await deployContracts(ethers);
    const addresses = await Promise.all(CONTRACTS.map((name) => suite[name].getAddress()));
    return { ...suite, addresses, abis: CONTRACTS.map((name) => Interface.from(suite[name].interface.fragments)) };
  }

  for (const [i, name] of CONTRACTS.entries()) {
    describe(name, () => {
      it("has no payable function, receive, fallback or constructor", async () => {
        const { abis } = await networkHelpers.loadFixture(fixture);
        const abi = abis[i] as Interface;
        expect(abi.fallback).to.equal(null);
        expect(abi.receive).to.equal(false);
        expect(abi.deploy.payable).to.equal(false);
        abi.forEachFunction((of) => {
          expect(of.payable, of.name).to.equal(false);
        });
      });

      it("refuses one wei with any function, with empty data and with an unknown selector", async () => {
        const { abis, addresses, roles } = await networkHelpers.loadFixture(fixture);
        const data = ["0x", "0x00", "0xffffffff"];
        abis[i]?.forEachFunction(({ selector }) => data.push(`${selector}${"00".repeat(1_024)}`));
        for (const bytes of data) {
          const call = { to: addresses[i] as string, data: bytes, value: 1n, gasLimit: 10_000_000n };
          const refused = await ethers.provider.call({ ...call, from: roles.stranger.address }).then(
            () => false,
            (error: { data?: string }) => (error.data ?? "0x") === "0x",
          );
          expect(refused, `${dataSlice(bytes, 0, Math.min(4, getBytes(bytes).length))} with value`).to.equal(true);
        }
      });

      it("cannot send ether that was forced into it, since no call or creation in its sources has a value", async () => {
        const seen: string[] = [];
        for (const node of await syntaxOf(NAMES[name])) {
          const carrier = valueCarrier(node);
          if (carrier !== undefined) seen.push(carrier);
        }
        // Calls without value. In assembly the value 0 must be explicit, as here.
        expect(seen.filter((carrier) => carrier !== "call 0" && carrier !== "create 0")).to.deep.equal([]);
      });

      it("never delegates to foreign code, and cannot destroy itself", async () => {
        const { addresses } = await networkHelpers.loadFixture(fixture);
        const forbidden = { SELFDESTRUCT: 0xff, CALLCODE: 0xf2, DELEGATECALL: 0xf4, CREATE2: 0xf5 };
        const code = getBytes(await ethers.provider.getCode(addresses[i] as string));
        const found = opcodes(code).filter((opcode) => Object.values(forbidden).includes(opcode));
        expect(found).to.deep.equal([]);
      });
    });
  }

  it("stays in the contract that it was forced into, after any acts", async () => {
    const { addresses, agents, roles } = await networkHelpers.loadFixture(fixture);
    for (const address of addresses) await networkHelpers.setBalance(address, 1n);
    await agents.connect(roles.agent).register("agent", "");
    for (const address of addresses) expect(await ethers.provider.getBalance(address)).to.equal(1n);
  });
});

/** The instructions of runtime code, without the data of PUSHes and the metadata at the end. */
function opcodes(code: Uint8Array): number[] {
  const metadata = 2 + (((code.at(-2) ?? 0) << 8) | (code.at(-1) ?? 0));
  const found: number[] = [];
  for (let i = 0; i < code.length - metadata; ++i) {
    const opcode = code[i] as number;
    found.push(opcode);
    if (opcode >= 0x60 && opcode <= 0x7f) i += opcode - 0x5f;
  }
  return found;
}

/* SOURCES */

type Node = Readonly<Record<string, unknown>> & { readonly nodeType: string };

/** Every syntax node of a contract's source and of all its imports, from the compiler. */
async function syntaxOf(contract: string): Promise<Node[]> {
  const { inputSourceName } = await artifacts.readArtifact(contract);
  const id = await artifacts.getBuildInfoId(contract);
  const path = id && (await artifacts.getBuildInfoOutputPath(id));
  if (!path || !inputSourceName) throw new Error(`no build info of ${contract}`);
  const { output } = JSON.parse(await readFile(path, "utf8")) as { output: { sources: Record<string, { ast: Node }> } };
  const nodes: Node[] = [];
  const sources = new Set([inputSourceName]);
  // Iterating over a set includes what is added meanwhile.
  for (const source of sources) {
    const found = [...nodesIn(output.sources[source]?.ast)];
    expect(found.length, source).to.be.greaterThan(0);
    for (const node of found) if (node.nodeType === "ImportDirective") sources.add(String(node.absolutePath));
    nodes.push(...found);
  }
  return nodes;
}

function* nodesIn(value: unknown): Generator<Node> {
  if (typeof value !== "object" || value === null) return;
  if ("nodeType" in value) yield value as Node;
  for (const child of Object.values(value)) yield* nodesIn(child);
}

/** Whether this node can send ether: `{value: …}`, `transfer`, `send`, or a call in assembly, with its value. */
function valueCarrier(node: Node): string | undefined {
  if (node.nodeType === "FunctionCallOptions" && (node.names as string[]).includes("value")) return "{value: …}";
  if (node.nodeType === "MemberAccess" && ["transfer", "send"].includes(String(node.memberName))) {
    const { typeDescriptions } = node.expression as { typeDescriptions: { typeString: string } };
    if (typeDescriptions.typeString === "address payable") return String(node.memberName);
  }
  if (node.nodeType !== "YulFunctionCall") return undefined;
  const called = String((node.functionName as { name: string }).name);
  const position = { call: 2, callcode: 2, create: 0, create2: 0 }[called];
  if (position === undefined) return called === "selfdestruct" ? called : undefined;
  const argument = (node.arguments as Node[])[position];
  return `${called} ${argument?.nodeType === "YulLiteral" ? Number(argument.value) : "?"}`;
}
