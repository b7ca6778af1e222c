import { formatEther, ZeroAddress } from "ethers";
import { RELAY_FUNDS } from "../chain.ts";
import { JourneyError } from "../JourneyError.ts";
import { type Ledger, readLedger, type Tally } from "../ledger.ts";
import { reconcile } from "../reconcile.ts";
import { formatNumber } from "../screen.ts";
import { type Statement, statementOf, statementRows, sumOf } from "../statement.ts";
import type { Show, World } from "../world.ts";

export type Accounts = {
  readonly ledger: Ledger;
  readonly statement: Statement;
  readonly sum: Tally;
  readonly turnedAway: number;
  readonly requests: number;
  /** Header, and a row an act. */
  readonly gas: readonly (readonly string[])[];
};

/** Reads everything back from the chain, and holds it against what the journey did. */
export async function closeTheBooks(world: World, show: Show): Promise<Accounts> {
  const { chain, story, input, book, relay } = world;
  const { classes } = input.event;
  story.chapter("The books");
  const ledger = await readLedger(chain, show.eventId, classes, [show.boxOffice.id, show.agents[0].id]);
  const problems = reconcile(ledger, book, classes);
  if (problems.length > 0) throw new JourneyError(problems.join("\n"));

  const statement = statementOf(ledger, classes);
  const sum = sumOf(ledger);
  story.screen.line();
  story.screen.table(statementRows(statement, classes));
  story.screen.line();
  story.checked("every account above adds up, in every class");
  story.checked(
    `${formatNumber(ledger.rights.size)} rights: status and holder by state, by logs and by our own book agree`,
  );
  story.checked(`${sum.turnedAway} rights turned away at the gate, each for the reason above`);

  story.chapter("What it cost");
  const gas = gasTable(world);
  story.screen.table(gas);
  await checkEther(world, show);
  return { ledger, statement, sum, turnedAway: sum.turnedAway, requests: relay.requests, gas };
}

function gasTable({ relay }: World): string[][] {
  return [
    ["act", "times", "transactions", "gas", "gas each"],
    ...[...relay.gas.values()].map(({ act, rights, gas, transactions }) => [
      act,
      rights === 0 ? "" : formatNumber(rights),
      formatNumber(transactions),
      formatNumber(gas),
      rights === 0 ? "" : formatNumber(gas / BigInt(rights)),
    ]),
  ];
}

/** The relay paid for everything; nobody else has, or ever had, any ether. */
async function checkEther({ chain, relay, people, book, story }: World, show: Show): Promise<void> {
  const { forwarder, agents, events, rights, verifier } = chain;
  const contracts = await Promise.all(
    [forwarder, agents, events, rights, verifier].map((contract) => contract.getAddress()),
  );
  const holders = [...book.rights.values()].map(({ holder }) => holder.address);
  const devices = [...book.buyers.values()].map(({ key }) => key.address);
  const teams = Object.values(people)
    .flat()
    .map(({ address }) => address);
  const sellers = [show.boxOffice, ...show.agents].map(({ seller }) => seller.address);
  const block = await chain.ethers.provider.getBlock("latest");
  const others = new Set([...contracts, ...holders, ...devices, ...teams, ...sellers, block?.miner ?? ZeroAddress]);
  for (const address of others) {
    const balance = await chain.ethers.provider.getBalance(address);
    if (balance !== 0n) throw new JourneyError(`${address} has ${formatEther(balance)} ether, and must have none.`);
  }
  const spent = RELAY_FUNDS - (await chain.ethers.provider.getBalance(chain.relay.address));
  const gas = [...relay.gas.values()].reduce((sum, row) => sum + row.gas, 0n);
  story.screen.line();
  story.fact(
    gas,
    "gas in all, paid by the relay alone",
    `${Number(formatEther(spent)).toFixed(6)} ether on this chain`,
  );
  story.fact(relay.requests, "requests signed by teams; holders only sign statements");
  story.checked(`${formatNumber(others.size)} other accounts, contracts among them, have no ether at all`);
}
