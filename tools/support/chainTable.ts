/** Makes the table of chains in docs/going-live.md from cli/chains.json, so that the two always agree. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./shell.ts";

export const GOING_LIVE = "docs/going-live.md";

const [BEGIN, END] = ["<!-- chains -->", "<!-- /chains -->"];

type Chain = {
  readonly chainId: number;
  readonly name: string;
  readonly isTest: boolean;
  /** The P-256 precompile: since when, and gas of a check. */
  readonly p256: { readonly since: string; readonly gas: number };
  readonly blockSeconds: number;
  readonly finality: string;
  readonly fees: string;
  /** Where a transaction's bytes are charged: none, apart, or in the gas. */
  readonly dataFee: string;
  /** Gas of a block that the chain has at least. */
  readonly blockGas: number;
};

const MONTH = 30 * 86_400;

/** Blocks that many nodes return logs of at a time. */
const LOG_RANGE = 10_000;

/** Returns the guide with the table of cli/chains.json. */
export async function withChainTable(guide: string): Promise<string> {
  const [begin, end] = [guide.indexOf(BEGIN), guide.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${GOING_LIVE} has no ${BEGIN} … ${END}`);
  const chains: readonly Chain[] = JSON.parse(await readFile(join(ROOT, "cli/chains.json"), "utf8"));
  return `${guide.slice(0, begin)}${BEGIN}\n${chainTable(chains)}\n${guide.slice(end)}`;
}

/** Reads the guide as it is. */
export function readGuide(): Promise<string> {
  return readFile(join(ROOT, GOING_LIVE), "utf8");
}

function chainTable(chains: readonly Chain[]): string {
  const lines = chains.map((chain) => {
    const { chainId, name, isTest, p256, blockSeconds, finality, fees, dataFee, blockGas } = chain;
    const calls = figure(Math.ceil(MONTH / blockSeconds / LOG_RANGE));
    const title = isTest ? `${name} (test)` : name;
    return `| ${title} | ${chainId} | ${p256.since}; ${figure(p256.gas)} | ${finality} | ${fees} | ${dataFee} | ${figure(blockGas)} | ${blockSeconds} s | ${calls} |`;
  });
  return [
    "| chain | id | P-256 since; gas of a check | final after | fees | fee for bytes | gas of a block, at least | block | log calls a month |",
    "|---|---:|---|---|---|---|---:|---:|---:|",
    ...lines,
  ].join("\n");
}

function figure(value: number): string {
  return value.toLocaleString("en-US");
}
