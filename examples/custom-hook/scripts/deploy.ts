/** Deploys the hook to the node at RPC, and prints a line for a .env. */
import { deploymentOn } from "doorkey/addresses";
import { network } from "hardhat";

const MOST = 4;
const OPENS_AT = Date.parse(process.env.OPENS_AT ?? "2030-01-01T12:00:00Z") / 1_000;

const { ethers } = await network.create("local");
const { chainId } = await ethers.provider.getNetwork();
const suite = deploymentOn(Number(chainId));
if (suite === undefined) throw new Error(`doorkey/addresses knows no suite on chain ${chainId}.`);
const rights = suite.contracts.EntryRightRegistry.address;
const hook = await ethers.deployContract("FairShareHook", [rights, MOST, OPENS_AT]);
await hook.waitForDeployment();
console.log(`SALE_HOOK=${await hook.getAddress()}`);
