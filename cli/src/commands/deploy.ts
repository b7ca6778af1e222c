import { rm } from "node:fs/promises";
import type { Deployment } from "doorkey";
import { deploySuite } from "doorkey/testing";
import { formatEther, type Provider } from "ethers";
import { type SignerOptions, withSigner } from "../terminal/chainOptions.ts";
import { action, defineCommand } from "../terminal/command.ts";
import { LOCAL_CHAIN, nodeAt, signerFor } from "../terminal/connecting.ts";
import { deploymentPath, findDeployment, parseDraft } from "../terminal/deploymentFiles.ts";
import { readTextIfThere, writeWhole } from "../terminal/files.ts";
import { confirmSending } from "../terminal/password.ts";
import type { Task } from "../terminal/Task.ts";

type Options = SignerOptions & { readonly again?: boolean };

export const deployCommand = defineCommand("deploy", {
  details: ["The key that signs also pays."],
  examples: ["deploy --as relay --dry-run", "deploy --as relay"],
});

action<Options>(
  withSigner(deployCommand).option("--again", "deploy even if the suite is on this chain already"),
  async (task, options) => {
    const { terminal } = task;
    const { provider, chainId } = await nodeAt(options.rpc);
    const path = options.deployment ?? deploymentPath(chainId);
    const known = await findDeployment(chainId);
    if (known !== undefined && options.again !== true && (await isThere(provider, known))) {
      terminal.good(`Doorkey ${known.version} is already on chain ${chainId}. Give --again to deploy it once more.`);
      return tell(task, known);
    }
    const signer = (await signerFor(task, options, chainId)).connect(provider);
    const address = await signer.getAddress();
    const balance = formatEther(await provider.getBalance(address));
    terminal.say(`Chain ${chainId}: ${address} has ${balance} ether.`);
    if (options.dryRun === true) {
      terminal.say(`This would deploy five contracts and write their addresses to ${path}. Nothing was sent.`);
      return { dryRun: true, chainId, deployer: address, balance, file: path };
    }
    await confirmSending(task, `Deploy five contracts to chain ${chainId}?`, {
      yes: options.yes,
      local: chainId === LOCAL_CHAIN,
    });
    task.setResumeHint("run the same command again; it keeps the contracts that are already there.");
    const deployment = await deployTo(task, signer, chainId, path);
    terminal.good(`Doorkey ${deployment.version} is on chain ${chainId}. ${path} has its addresses.`);
    return tell(task, deployment);
  },
);

/** Deploys the missing contracts, and records each one as soon as it is deployed. */
async function deployTo(
  { terminal, stop }: Task,
  signer: Parameters<typeof deploySuite>[0],
  chainId: number,
  path: string,
): Promise<Deployment> {
  const draft = `${path}.part`;
  const already = parseDraft((await readTextIfThere(draft)) ?? "{}", draft);
  const deployed: Contracts = {};
  const progress = terminal.progress(`contracts on chain ${chainId}`, 5);
  let written = Promise.resolve();
  const deployment = await deploySuite(signer, {
    already,
    onDeployed: (name, contract) => {
      deployed[name] = contract;
      const sofar = `${JSON.stringify(deployed, undefined, 2)}\n`;
      written = written.then(() => writeWhole(draft, sofar));
      progress.step();
      stop.throwIfAborted();
    },
  }).finally(() => written);
  progress.stop();
  await writeWhole(path, `${JSON.stringify(deployment, undefined, 2)}\n`);
  await rm(draft, { force: true });
  return deployment;
}

type Contracts = Partial<Record<keyof Deployment["contracts"], Deployment["contracts"]["EventRegistry"]>>;

async function isThere(provider: Provider, { contracts }: Deployment): Promise<boolean> {
  const codes = await Promise.all(Object.values(contracts).map(({ address }) => provider.getCode(address)));
  return codes.every((code) => code !== "0x");
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
