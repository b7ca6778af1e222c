/** Contracts of one's own on the packed contracts: with Hardhat, with forge, and as the guide shows it. */
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../support/shell.ts";
import { freePort, startChain } from "./chain.ts";
import { readEnvironment } from "./environment.ts";
import { Guide } from "./guide.ts";
import { installProject, packWorkspace } from "./packed.ts";
import type { Trial } from "./Trial.ts";

/** Forge takes the compiler from npm here, because a check downloads nothing from elsewhere. */
const OFFLINE = { FOUNDRY_SOLC: join(ROOT, "tools/support/solcProgram.js"), FOUNDRY_OFFLINE: "true" };

/** The hooks of examples/, and Hardhat's templates. */
export async function tryHooks({ checks, processes, folder, tarball }: Omit<Trial, "chain" | "payer">): Promise<void> {
  const contracts = await packContracts({ checks, processes, folder });
  const npm = (cwd: string, args: readonly string[], env = {}) => processes.run("npm", args, { cwd, env });

  const hook = await checks.that("custom-hook installs the packages", () =>
    installProject(processes, join(ROOT, "examples/custom-hook"), { folder, tarballs: [tarball, contracts] }),
  );
  await checks.that("its tests pass, a sale through the SDK among them", () => npm(hook, ["test"]));
  await checks.that("it is deployed to a local node", async () => {
    const chain = await startChain(processes, "local-payer");
    const printed = await npm(hook, ["run", "--silent", "deploy"], chain.env);
    assert.match(readEnvironment(printed).SALE_HOOK ?? "", /^0x[0-9a-fA-F]{40}$/);
    await chain.stop();
  });

  for (const template of ["viem", "minimal"]) {
    await checks.that(`Hardhat's template ${template} opens a show on its own network`, async () => {
      const from = join(ROOT, "tools/examples/templates", template);
      await npm(await installProject(processes, from, { folder, tarballs: [tarball] }), ["test"]);
    });
  }

  await checks.that("both examples have the same hook", async () => {
    const [here, there] = await Promise.all(
      ["custom-hook/contracts", "foundry-hook/src"].map((path) =>
        readFile(join(ROOT, "examples", path, "FairShareHook.sol"), "utf8"),
      ),
    );
    assert.equal(here, there);
  });
  await checks.that("foundry-hook passes its tests with forge", async () => {
    const from = join(ROOT, "examples/foundry-hook");
    const example = await installProject(processes, from, { folder, tarballs: [contracts] });
    assert.match(await npm(example, ["test"], OFFLINE), /4 tests passed/);
  });
}

/** docs/decide-who-may-buy.md: a hook written, tested and deployed in an empty folder. */
export async function tryWhoMayBuy({ checks, processes, ...packed }: Omit<Trial, "chain" | "payer">): Promise<void> {
  const contracts = await packContracts({ checks, processes, ...packed });
  const node = await freePort();
  const guide = await Guide.open(processes, "docs/decide-who-may-buy.md", {
    payer: "local-payer",
    folder: join(packed.folder, "who-may-buy"),
    instead: new Map([
      ["npm run node", `npm run node -- --port ${node}`],
      ["8545", String(node)],
      ["../doorkey/doorkey-0.1.0.tgz", packed.tarball],
      ["../doorkey/doorkey-contracts-0.1.0.tgz", contracts],
    ]),
  });
  try {
    await checks.that("docs/decide-who-may-buy.md leads from an empty folder to a deployed hook", async () => {
      assert.match(await guide.read(), /^saleHook 0x[0-9a-fA-F]{40}$/m);
      const { commands, lines, seconds } = guide.counts;
      console.log(`  ${commands} commands, ${lines} lines of code, ${seconds.toFixed(1)} s of the machine`);
    });
  } finally {
    await guide.close();
  }
}

async function packContracts({ checks, processes, folder }: Pick<Trial, "checks" | "processes" | "folder">) {
  const target = join(folder, "contracts");
  await mkdir(target, { recursive: true });
  return checks.that("the contracts are packed", () => packWorkspace(processes, "doorkey-contracts", target));
}
