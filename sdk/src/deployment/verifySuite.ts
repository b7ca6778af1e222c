import { keccak256, type Provider } from "ethers";
import type { Deployment } from "../chain/addresses/deployments.ts";
import { askChain } from "../chain/fromNode.ts";
import { assertHex } from "../core/assertHex.ts";
import { given } from "../core/given.ts";
import { suitePlan } from "./suitePlan.ts";

/**
 * Compares a recorded deployment with this version of the suite and with the chain. CREATE2 makes the address of a
 * contract from its salt and creation code, so code at the planned address is the code that this package carries.
 *
 * @returns A sentence for each difference; none if all is as it should be.
 * @throws VALUE_INVALID for a value that is not a deployment; CHAIN_UNREACHABLE.
 * @example
 * import { connect } from "doorkey";
 * import { verifySuite } from "doorkey/deployment";
 *
 * const { provider, deployment } = await connect({ rpc: "http://127.0.0.1:8545" });
 * for (const difference of await verifySuite(provider, deployment)) console.error(difference);
 */
export async function verifySuite(provider: Provider, deployment: Deployment): Promise<readonly string[]> {
  given("provider", provider, "getCode");
  given("deployment.contracts", given("deployment", deployment).contracts);
  const differences = suitePlan(deployment.chainId).map(async ({ name, address, salt, initCode }) => {
    const recorded = given(`deployment.contracts.${name}`, deployment.contracts[name]);
    assertHex(`deployment.contracts.${name}.address`, recorded.address, 20);
    const code = await askChain(() => provider.getCode(recorded.address));
    const found: string[] = [];
    if (recorded.salt !== salt) found.push(`The salt of ${name} is recorded as ${recorded.salt}, and is ${salt}.`);
    if (recorded.initCodeHash !== keccak256(initCode)) {
      found.push(`The recorded init-code hash of ${name} is not that of version ${deployment.version}'s code.`);
    }
    if (recorded.address !== address) {
      found.push(`${name} is recorded at ${recorded.address}; its code and salt give ${address}.`);
    }
    if (code === "0x") found.push(`There is no ${name} at ${recorded.address}.`);
    else if (keccak256(code) !== recorded.codeHash) {
      found.push(`The code at ${recorded.address} is not the recorded code of ${name}.`);
    }
    return found;
  });
  return (await Promise.all(differences)).flat();
}
