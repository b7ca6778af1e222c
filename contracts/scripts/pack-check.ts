/**
 * Packs the package, installs it into an empty Hardhat project and an empty Foundry project, compiles there, and
 * compares the creation code with the one that is deployed.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keccak256 } from "ethers";
import { packChecked } from "../../tools/support/pack.ts";
import { ROOT } from "../../tools/support/shell.ts";
import { withoutNpx } from "../../tools/support/withoutNpx.ts";

type Code = { readonly size: number; readonly initcodeHash: string };

/** The contracts whose code is deployed, and where they are in the package. */
const PATHS: Readonly<Record<string, string>> = {
  AgentRegistry: "teams",
  AttesterIdentityVerifier: "identity",
  Ballot: "ballot",
  DrandBeacon: "ballot",
  EntryRightRegistry: "rights",
  EventRegistry: "events",
  GasRelayForwarder: "relay",
  MerkleSaleHook: "hooks",
};

const expected: Readonly<Record<string, Code>> = JSON.parse(readFileSync(join(ROOT, "snapshots/code.json"), "utf8"));
assert.deepEqual(Object.keys(PATHS), Object.keys(expected).sort(), "a contract is missing here");

const SETTINGS = {
  viaIR: true,
  optimizer: { enabled: true, runs: 800 },
  evmVersion: "osaka",
  metadata: { bytecodeHash: "none" },
};

/** The import path of the README, and a hook of one's own. */
const HOOK = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;
import {SaleHook} from "doorkey-contracts/hooks/SaleHook.sol";
import {IEntryRightRegistry} from "doorkey-contracts/interfaces/IEntryRightRegistry.sol";
import {ISaleHook} from "doorkey-contracts/interfaces/ISaleHook.sol";
import {AgentId} from "doorkey-contracts/types/AgentId.sol";
import {EventId} from "doorkey-contracts/types/EventId.sol";
import {RightId} from "doorkey-contracts/types/RightId.sol";

contract Hook is SaleHook {
    error Closed();

    constructor(IEntryRightRegistry rights) SaleHook(rights) {}

    function opensAt(EventId, uint8) public pure override returns (uint256) {
        return 1;
    }

    function _checkGrant(RightId, uint8, AgentId, bytes calldata, bytes32[] calldata, bytes calldata) internal pure override {
        revert Closed();
    }
}
`;

const folder = mkdtempSync(join(tmpdir(), "doorkey-pack-"));
try {
  const tarball = packChecked("doorkey-contracts", folder);
  inHardhat(tarball);
  inFoundry(tarball);
} finally {
  rmSync(folder, { recursive: true });
}

function inHardhat(tarball: string): void {
  const project = install("hardhat", tarball);
  const config = {
    solidity: {
      version: "0.8.37",
      settings: SETTINGS,
      npmFilesToBuild: Object.entries(PATHS).map(([name, path]) => `doorkey-contracts/${path}/${name}.sol`),
    },
  };
  // The compiler comes from npm here too, because a check downloads nothing from elsewhere.
  const text = `import { createRequire } from "node:module";
const config = ${JSON.stringify(config, undefined, 2)};
config.solidity.path = createRequire(import.meta.url).resolve("solc/soljson.js");
export default config;
`;
  write(project, "hardhat.config.js", text);
  write(project, "contracts/Hook.sol", HOOK);
  const seconds = timed(() => run(project, "hardhat", ["build"]));
  const path = (source: string, name: string) => join(project, "artifacts", source, `${name}.json`);
  for (const [name, where] of Object.entries(PATHS)) {
    const { bytecode } = JSON.parse(readFileSync(path(`doorkey-contracts/${where}/${name}.sol`, name), "utf8"));
    compare("Hardhat", name, bytecode);
    const packed = join(project, "node_modules/doorkey-contracts/artifacts", `${name}.json`);
    const { bytecode: shipped, metadata } = JSON.parse(readFileSync(packed, "utf8"));
    compare("the package", name, shipped);
    assert.equal(JSON.parse(metadata).compiler.version.split("+")[0], "0.8.37");
  }
  console.log(`✓ Hardhat compiles the same creation code for ${Object.keys(PATHS).length} contracts, ${seconds} s`);
}

function inFoundry(tarball: string): void {
  const project = install("foundry", tarball);
  const toml = `[profile.default]
libs = ["node_modules"]
remappings = [
  "doorkey-contracts/=node_modules/doorkey-contracts/",
  "@openzeppelin/contracts/=node_modules/@openzeppelin/contracts/",
]
evm_version = "osaka"
via_ir = true
optimizer = true
optimizer_runs = 800
bytecode_hash = "none"
`;
  write(project, "foundry.toml", toml);
  write(project, "src/Hook.sol", HOOK);
  const imports = Object.entries(PATHS).map(
    ([name, path]) => `import {${name}} from "doorkey-contracts/${path}/${name}.sol";`,
  );
  write(project, "src/Suite.sol", `// SPDX-License-Identifier: MIT\npragma solidity ^0.8.37;\n${imports.join("\n")}\n`);
  const seconds = timed(() => run(project, "forge", ["build"]));
  for (const name of Object.keys(PATHS)) {
    const { bytecode } = JSON.parse(readFileSync(join(project, `out/${name}.sol/${name}.json`), "utf8"));
    compare("Foundry", name, bytecode.object);
  }
  console.log(`✓ Foundry compiles the same creation code for ${Object.keys(PATHS).length} contracts, ${seconds} s`);
}

function install(name: string, tarball: string): string {
  const project = join(folder, name);
  mkdirSync(project);
  write(project, "package.json", JSON.stringify({ name: "empty", private: true, type: "module" }));
  run(project, "npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", tarball]);
  for (const tool of ["hardhat", "solc"])
    symlinkSync(join(ROOT, "node_modules", tool), join(project, "node_modules", tool));
  return project;
}

function run(project: string, program: string, args: readonly string[]): void {
  const env = {
    ...withoutNpx(process.env),
    PATH: `${join(ROOT, "node_modules/.bin")}:${process.env.PATH}`,
    FOUNDRY_SOLC: join(ROOT, "tools/support/solcProgram.js"),
    FOUNDRY_OFFLINE: "true",
  };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: project, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
}

function compare(where: string, name: string, code: string): void {
  assert.equal(keccak256(code), expected[name]?.initcodeHash, `${where} has other creation code of ${name}`);
}

function write(project: string, path: string, text: string): void {
  mkdirSync(join(project, path, ".."), { recursive: true });
  writeFileSync(join(project, path), text);
}

function timed(work: () => void): string {
  const start = performance.now();
  work();
  return ((performance.now() - start) / 1_000).toFixed(0);
}
