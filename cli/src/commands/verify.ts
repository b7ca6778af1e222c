import { join } from "node:path";
import type { Deployment } from "doorkey";
import { type PlannedContract, suitePlan } from "doorkey/deployment";
import type { Provider } from "ethers";
import { type ChainOptions, withChain } from "../terminal/chainOptions.ts";
import { action, defineCommand } from "../terminal/command.ts";
import { nodeAt } from "../terminal/connecting.ts";
import { recordedDeployment } from "../terminal/deploymentFiles.ts";
import { Refused } from "../terminal/failures.ts";
import { writeWhole } from "../terminal/files.ts";
import { count } from "../terminal/Terminal.ts";
import { type Compiled, compile } from "../verify/compile.ts";
import { type ContractSources, sourcesOf } from "../verify/sourcesOf.ts";

type Options = ChainOptions & { readonly out: string };

export const verifyCommand = defineCommand("verify", {
  details: [
    "It needs the package solc, takes about half a minute, and sends nothing.",
    "Block explorers take input.json with the constructor's arguments; Sourcify takes metadata.json with the sources.",
  ],
  examples: ["verify --out verification"],
});

action<Options>(
  withChain(verifyCommand).option("--out <folder>", "where to write the files of each contract", "verification"),
  async ({ terminal, stop }, { rpc, deployment: file, out }) => {
    const { provider, chainId } = await nodeAt(rpc);
    const deployment = await recordedDeployment(chainId, file);
    const plan = suitePlan(chainId);
    const progress = terminal.progress("contracts compiled", plan.length);
    const contracts: Record<string, { address: string; faults: readonly string[] }> = {};
    for (const planned of plan) {
      const sources = await sourcesOf(planned.name);
      const compiled = await compile(planned.name, sources);
      await writeFiles(join(out, planned.name), planned, sources, compiled);
      const { address } = deployment.contracts[planned.name];
      contracts[planned.name] = { address, faults: await faultsOf(provider, planned, deployment, compiled) };
      progress.step();
      stop.throwIfAborted();
    }
    progress.stop();
    terminal.table(
      [
        ["contract", "address", ""],
        ...Object.entries(contracts).map(([name, { address, faults }]) => [
          name,
          address,
          faults.length === 0 ? "reproduced" : "differs",
        ]),
      ],
      3,
    );
    const all = Object.values(contracts).flatMap(({ faults }) => faults);
    for (const fault of all) terminal.bad(fault);
    const result = { folder: out, chainId, contracts };
    if (all.length > 0) {
      throw new Refused(
        `The sources do not give the code on chain ${chainId}: ${count(all.length, "difference")}.`,
        "Check the node, the deployment, and the version of this program.",
        result,
      );
    }
    terminal.good(`The sources give the code on chain ${chainId}. ${out} has what verifiers ask for.`);
    return result;
  },
);

/** Writes the standard JSON input, the arguments of the constructor, and the Sourcify bundle of a contract. */
async function writeFiles(
  folder: string,
  { constructorArguments }: PlannedContract,
  { input, texts }: ContractSources,
  { metadata }: Compiled,
): Promise<void> {
  await writeWhole(join(folder, "input.json"), input);
  await writeWhole(join(folder, "constructor-arguments.txt"), `${constructorArguments.slice(2)}\n`);
  await writeWhole(join(folder, "metadata.json"), metadata);
  for (const [path, text] of Object.entries(texts)) await writeWhole(join(folder, "sources", path), text);
}

/** Compares compiled code with what is deployed and with what was on chain at its address. */
async function faultsOf(
  provider: Provider,
  { name, initCode, constructorArguments }: PlannedContract,
  { contracts }: Deployment,
  { creationCode, deployedCode, immutables }: Compiled,
): Promise<readonly string[]> {
  const faults: string[] = [];
  if (`0x${creationCode}${constructorArguments.slice(2)}` !== initCode) {
    faults.push(`The sources of ${name} do not give the creation code that this version deploys.`);
  }
  const { address } = contracts[name];
  const there = (await provider.getCode(address)).slice(2);
  if (there === "") faults.push(`There is no ${name} at ${address}.`);
  else if (withoutImmutables(there, immutables) !== withoutImmutables(deployedCode, immutables)) {
    faults.push(`The code at ${address} is not what the sources of ${name} give.`);
  }
  return faults;
}

/** Code without the values that the constructor wrote into it. */
function withoutImmutables(code: string, immutables: Compiled["immutables"]): string {
  return immutables.reduce(
    (masked, { start, length }) =>
      `${masked.slice(0, 2 * start)}${"0".repeat(2 * length)}${masked.slice(2 * (start + length))}`,
    code,
  );
}
