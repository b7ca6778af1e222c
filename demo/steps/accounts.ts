import { formatEther } from "ethers";
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
  const { chain, story, input, book } = world;
  const { classes } = input.event;
  story.chapter("The books");
  const ledger = await readLedger(chain.connection, show.eventId);
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
  return { ledger, statement, sum, turnedAway: sum.turnedAway, requests: chain.costs.requests, gas };
}

function gasTable({ chain }: World): string[][] {
  return [
    ["act", "times", "transactions", "gas", "gas each"],
    ...[...chain.costs.rows.values()].map(({ act, rights, gas, transactions }) => [
      act,
      rights === 0 ? "" : formatNumber(rights),
      formatNumber(transactions),
      formatNumber(gas),
      rights === 0 ? "" : formatNumber(gas / BigInt(rights)),
    ]),
  ];
}

/** The relay paid for everything; of the others nobody has, or ever had, any ether. */
async function checkEther({ chain, people, book, story }: World, show: Show): Promise<void> {
  const { provider, deployment } = chain.connection;
  const contracts = Object.values(deployment.contracts).map(({ address }) => address);
  const holders = [...book.rights.values()].map(({ holder }) => holder.address);
  const devices = [...book.buyers.values()].map(({ key }) => key.address);
  const teams = Object.values(people)
    .flat()
    .map(({ address }) => address);
  const sellers = [show.boxOffice, ...show.agents].map(({ seller }) => seller.address);
  const others = new Set([...contracts, ...holders, ...devices, ...teams, ...sellers]);
  for (const address of others) {
    const balance = await provider.getBalance(address);
    if (balance !== 0n) throw new JourneyError(`${address} has ${formatEther(balance)} ether, and must have none.`);
  }
  const { rows, requests, fees } = chain.costs;
  const gas = [...rows.values()].reduce((sum, row) => sum + row.gas, 0n);
  story.screen.line();
  story.fact(gas, "gas in all, paid by the relay alone", `${Number(formatEther(fees)).toFixed(6)} ether on this chain`);
  story.fact(requests, "requests signed by teams; holders only sign statements");
  story.checked(`${formatNumber(others.size)} other accounts, contracts among them, have no ether at all`);
}
