import type { Connection } from "doorkey";
import { interfaces } from "doorkey/abi";
import type { Address, Hex } from "doorkey/code";
import { type Finding, findings, sentenceOf } from "doorkey-server";
import { formatEther } from "ethers";

const { good, doubtful, bad } = findings("relay");

/** Gas of a call with 150 entries, and the wei that a key without a relay should have for ten of them. */
const TEN_CALLS = 10n * 2_500_000n;

/** Whether somebody pays for admissions of this key: the relay, by asking it to prepare one, or the key itself. */
export async function checkRelay(connection: Connection, eventId: number, scanner: Address): Promise<Finding> {
  const { relay, provider, rightsRegistry } = connection;
  if (relay === undefined) {
    const [balance, fees] = await Promise.all([provider.getBalance(scanner), provider.getFeeData()]);
    const wanted = TEN_CALLS * (fees.maxFeePerGas ?? fees.gasPrice ?? 0n);
    const said = `There is no relay, so the key pays itself. It has ${formatEther(balance)} ether.`;
    if (balance === 0n) return bad(`${said} Name a relay in gate.yaml, or send ether to ${scanner}.`);
    return balance < wanted ? doubtful(`${said} That is little.`) : good(said);
  }
  try {
    const data = interfaces.EntryRightRegistry.encodeFunctionData("admit", [eventId, [], "0x"]);
    await relay.prepare({ from: scanner, to: rightsRegistry, data: hexOf(data) });
    return good("The relay pays for admissions of this key.");
  } catch (error) {
    return bad(
      `The relay does not take an admission of this key: ${sentenceOf(error)} Entries would wait on the disk.`,
    );
  }
}

function hexOf(text: string): Hex {
  return `0x${text.slice(2)}`;
}
