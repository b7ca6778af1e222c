import type { Deployment } from "doorkey";
import { type DeploymentPlan, deploySuite, planDeployment, suitePlan, verifySuite } from "doorkey/deployment";
import { formatEther, type Provider, type Signer, VoidSigner, ZeroAddress } from "ethers";
import { type SignerOptions, withSigner } from "../terminal/chainOptions.ts";
import { action, defineCommand } from "../terminal/command.ts";
import { LOCAL_CHAIN, nodeAt, signerFor } from "../terminal/connecting.ts";
import { deploymentPath, recordedDeployment } from "../terminal/deploymentFiles.ts";
import { Refused } from "../terminal/failures.ts";
import { writeWhole } from "../terminal/files.ts";
import { DOORKEY } from "../terminal/invocation.ts";
import { confirmSending } from "../terminal/password.ts";
import type { Task } from "../terminal/Task.ts";
import { count } from "../terminal/Terminal.ts";

type Options = SignerOptions & { readonly verify?: boolean };

export const deployCommand = defineCommand("deploy", {
  details: [
    "The key that signs also pays.",
    "The addresses are the same on every chain and for every deployer.",
    "A second run pays for nothing that the chain has already.",
  ],
  examples: ["deploy --as relay --dry-run", "deploy --as relay", "deploy --verify"],
});

action<Options>(
  withSigner(deployCommand).option("--verify", "compare the recorded deployment with the contracts and the chain"),
  async (task, options) => {
    const { provider, chainId } = await nodeAt(options.rpc);
    if (options.verify === true) return verify(task, provider, await recordedDeployment(chainId, options.deployment));
    const path = options.deployment ?? deploymentPath(chainId);
    if (await isWhole(provider, chainId)) {
      const deployment = await deploySuite(new VoidSigner(ZeroAddress, provider));
      if (options.dryRun !== true) await writeDown(deployment, path);
      task.terminal.good(`Doorkey ${deployment.version} is already on chain ${chainId}. Nothing was paid.`);
      return tell(task, deployment);
    }
    const signer = (await signerFor(task, options, chainId)).connect(provider);
    const plan = await planDeployment(signer);
    const deployer = await signer.getAddress();
    announce(task, plan, deployer);
    if (options.dryRun === true) {
      task.terminal.say(`This would write the addresses to ${path}. Nothing was sent.`);
      const { contracts: _, ...facts } = plan;
      return { dryRun: true, deployer, file: path, ...facts };
    }
    const things = count(plan.missing.length, "contract");
    await confirmSending(task, `Deploy ${things} to chain ${chainId}? Nothing can change them later.`, {
      yes: options.yes,
      local: chainId === LOCAL_CHAIN,
    });
    task.setResumeHint("run the same command again; it pays for nothing that the chain has already.");
    const deployment = await deployTo(task, signer, plan);
    await writeDown(deployment, path);
    task.terminal.good(`Doorkey ${deployment.version} is on chain ${chainId}. ${path} has its addresses.`);
    return tell(task, deployment);
  },
);

/** Prints every difference between the record, this version of the contracts, and the chain. */
async function verify({ terminal }: Task, provider: Provider, deployment: Deployment): Promise<Deployment> {
  const differences = await verifySuite(provider, deployment);
  for (const difference of differences) terminal.bad(difference);
  if (differences.length > 0) {
    throw new Refused(
      `The deployment on chain ${deployment.chainId} is not as it should be: ${count(differences.length, "difference")}.`,
      "Check the file, the node, and the version of this program.",
      { differences },
    );
  }
  terminal.good(`Salts, init-code hashes, addresses and code on chain ${deployment.chainId} are as they should be.`);
  terminal.next([["To check the code against its sources", `${DOORKEY} verify`]]);
  return deployment;
}

/** Prints what the deployment would do. Throws if the key cannot pay for it. */
function announce({ terminal }: Task, plan: DeploymentPlan, deployer: string): void {
  const { chainId, contracts, missing, bringsProxy, gas, cost, balance } = plan;
  terminal.say(`Chain ${chainId} has the P-256 precompile.`);
  if (bringsProxy) terminal.say("It lacks the CREATE2 deployment proxy, which is brought first.");
  terminal.table(
    [
      ["contract", "address", ""],
      ...contracts.map(({ name, address }) => [name, address, missing.includes(name) ? "to deploy" : "on chain"]),
    ],
    3,
  );
  terminal.say(`${deployer} has ${formatEther(balance)} ether.`);
  terminal.say(
    `The deployment takes up to ${gas.toLocaleString("en-US")} gas, at most ${formatEther(cost)} ether now.`,
  );
  if (balance >= cost) return;
  throw new Refused(
    `The key has ${formatEther(balance)} ether, and the deployment costs up to ${formatEther(cost)}. Nothing was sent.`,
    `Send ${formatEther(cost - balance)} ether to ${deployer}, then run the same command again.`,
  );
}

async function deployTo({ terminal, stop }: Task, signer: Signer, { chainId }: DeploymentPlan): Promise<Deployment> {
  const progress = terminal.progress(`contracts on chain ${chainId}`, suitePlan(chainId).length);
  const deployment = await deploySuite(signer, {
    onDeployed: () => {
      progress.step();
      stop.throwIfAborted();
    },
  });
  progress.stop();
  return deployment;
}

async function isWhole(provider: Provider, chainId: number): Promise<boolean> {
  const codes = await Promise.all(suitePlan(chainId).map(({ address }) => provider.getCode(address)));
  return codes.every((code) => code !== "0x");
}

function writeDown(deployment: Deployment, path: string): Promise<void> {
  return writeWhole(path, `${JSON.stringify(deployment, undefined, 2)}\n`);
}

function tell({ terminal }: Task, deployment: Deployment): Deployment {
  const contracts = Object.entries(deployment.contracts);
  terminal.table(
    [
      ["contract", "address", "block"],
      ...contracts.map(([name, { address, block }]) => [name, address, String(block)]),
    ],
    2,
  );
  return deployment;
}
