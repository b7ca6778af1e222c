import { dirname, resolve } from "node:path";
import { deploymentOn } from "doorkey/addresses";
import { shapeMistakes } from "doorkey-server";
import Value from "typebox/value";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import { type ChainTraits, chainTraits } from "../chain/chains.ts";
import type { SuiteAddresses } from "../policy/SuiteAddresses.ts";
import { parseAmount } from "./amount.ts";
import type { Config } from "./Config.ts";
import { ConfigError, type Mistake, type Report, reportRepeated } from "./mistakes.ts";
import { resolveSigners } from "./resolveSigners.ts";
import { reportAllowances, resolveSponsors } from "./resolveSponsors.ts";
import { ConfigFile } from "./schema.ts";
import { serverOf } from "./serverOf.ts";

/**
 * Parses and checks the configuration in a YAML text.
 *
 * @param file Its path, for messages and for the relative paths in it.
 * @throws ConfigError with every mistake and its line.
 * @example
 * const config = parseConfig(await readFile("relay.yaml", "utf8"), "relay.yaml");
 */
export function parseConfig(text: string, file: string, env: NodeJS.ProcessEnv = {}): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const mistakes: Mistake[] = document.errors.map(({ message, linePos }) => ({
    path: "",
    ...(linePos && { line: linePos[0].line }),
    // The lines after the first show the place.
    message: message.replace(/:?(\n.*)?$/s, ""),
  }));
  if (mistakes.length > 0) throw new ConfigError(file, mistakes);

  const report: Report = (path, message) => {
    const line = lineOf(document, lines, path);
    mistakes.push({ path: path.slice(1), ...(line !== undefined && { line }), message });
  };
  const value = Value.Default(ConfigFile, toPlainValues(document, file) ?? {});
  for (const { path, message } of shapeMistakes(ConfigFile, value)) report(path, message);
  if (!Value.Check(ConfigFile, value)) {
    const known = knownContracts(Number(fieldIn(fieldIn(value, "chain"), "id")));
    if (known !== undefined) reportAllowances(fieldIn(value, "sponsors"), Number.MAX_SAFE_INTEGER, known, report);
    throw new ConfigError(file, mistakes);
  }

  const config = resolveConfig(value, dirname(resolve(file)), env, report);
  if (config === undefined || mistakes.length > 0) throw new ConfigError(file, mistakes);
  return config;
}

function fieldIn(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** Converts the document to plain values. The library refuses aliases that would expand without bound. */
function toPlainValues(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new ConfigError(file, [{ path: "", message: error instanceof Error ? error.message : "not YAML" }]);
  }
}

/** Checks what the shape cannot: names, references, limits that contradict each other. */
function resolveConfig(file: ConfigFile, folder: string, env: NodeJS.ProcessEnv, report: Report): Config | undefined {
  const { requests, limits, batches, webhooks, chain, fees, retention } = file;
  const server = serverOf(file, env, report);
  const signers = resolveSigners(file, folder, report);
  if (retention.days !== undefined && retention.days * DAY_SECONDS < requests.maxDeadlineSeconds) {
    const least = Math.ceil(requests.maxDeadlineSeconds / DAY_SECONDS);
    report(
      "/retention/days",
      `must be at least ${least}: a row must outlive requests/maxDeadlineSeconds, or a request could run twice`,
    );
  }
  if (requests.deadlineSeconds > requests.maxDeadlineSeconds) {
    report("/requests/deadlineSeconds", "must not be above requests/maxDeadlineSeconds");
  }
  if (requests.minDeadlineSeconds >= requests.deadlineSeconds) {
    report("/requests/minDeadlineSeconds", "must be below requests/deadlineSeconds");
  }
  for (const [i, url] of chain.rpc.entries()) {
    const mistake = rpcMistake(url);
    if (mistake !== undefined) report(`/chain/rpc/${i}`, mistake);
  }
  const maxFeePerGas = parseAmount(fees.maxFeePerGas);
  const minPriorityFeePerGas = parseAmount(fees.minPriorityFeePerGas);
  const maxPriorityFeePerGas = parseAmount(fees.maxPriorityFeePerGas);
  if (minPriorityFeePerGas > maxFeePerGas) report("/fees/minPriorityFeePerGas", "must not be above fees/maxFeePerGas");
  if (minPriorityFeePerGas > maxPriorityFeePerGas) {
    report("/fees/maxPriorityFeePerGas", "must not be below fees/minPriorityFeePerGas");
  }

  const ids = new Set(file.sponsors.map(({ id }) => id));
  for (const [i, endpoint] of webhooks.endpoints.entries()) {
    for (const [j, id] of endpoint.sponsors.entries()) {
      if (!ids.has(id)) report(`/webhooks/endpoints/${i}/sponsors/${j}`, `sponsor ${id} does not exist`);
    }
    if (!env[endpoint.secretFrom]) {
      report(`/webhooks/endpoints/${i}/secretFrom`, `the environment has no ${endpoint.secretFrom}`);
    }
    if (endpoint.url.startsWith("http:") && !webhooks.allowPrivateAddresses) {
      report(`/webhooks/endpoints/${i}/url`, "must be https, unless webhooks/allowPrivateAddresses is true");
    }
  }
  reportRepeated(webhooks.endpoints, (i) => `/webhooks/endpoints/${i}/id`, report);

  const traits = resolveTraits(file, report);
  const contracts = chain.contracts ?? knownContracts(chain.id);
  if (contracts === undefined) {
    report("/chain/contracts", `no deployment is known on chain ${chain.id}, so give the addresses`);
    return undefined;
  }
  return {
    server,
    requests,
    limits,
    batches,
    webhooks,
    retention,
    chain: {
      ...chain,
      confirmations: chain.confirmations ?? traits.confirmations,
      maxHeadAgeSeconds: chain.maxHeadAgeSeconds ?? headAgeOn(chain.id, traits),
      contracts,
      traits,
    },
    database: databaseOf(file, folder, env),
    fees: { maxFeePerGas, minPriorityFeePerGas, maxPriorityFeePerGas, lowBalance: parseAmount(fees.lowBalance) },
    signers,
    adminKeyHash: file.admin?.keyHash,
    adminSessionSeconds: 60 * (file.admin?.sessionMinutes ?? 0),
    sponsors: resolveSponsors(file, contracts, report),
  };
}

/** What is known of the chain, with what the file says about it. */
function resolveTraits({ chain: { id }, chains }: ConfigFile, report: Report): ChainTraits {
  const seen = new Set<number>();
  for (const [i, one] of chains.entries()) {
    if (seen.has(one.id)) report(`/chains/${i}/id`, `chain ${one.id} is listed twice`);
    seen.add(one.id);
  }
  const known = chainTraits(id);
  const own = chains.find((one) => one.id === id);
  return { ...known, ...own, gas: { ...known.gas, ...own?.gas } };
}

const DAY_SECONDS = 86_400;
/** Chains of developers, which make blocks only when something happens. */
const LOCAL_CHAINS: readonly number[] = [1_337, 31_337];
/** Blocks that a chain may miss before its head counts as old. */
const MISSED_BLOCKS = 10;

function headAgeOn(chainId: number, { blockSeconds }: ChainTraits): number | undefined {
  return LOCAL_CHAINS.includes(chainId) ? undefined : Math.max(120, MISSED_BLOCKS * blockSeconds);
}

function databaseOf(file: ConfigFile, folder: string, env: NodeJS.ProcessEnv): Config["database"] {
  const url = env.DOORKEY_RELAY_DATABASE_URL ?? file.database.url;
  return url === undefined ? { folder: resolve(folder, file.database.folder) } : { url };
}

function knownContracts(chainId: number): SuiteAddresses | undefined {
  const known = deploymentOn(chainId)?.contracts;
  return (
    known && {
      GasRelayForwarder: known.GasRelayForwarder.address,
      AgentRegistry: known.AgentRegistry.address,
      EventRegistry: known.EventRegistry.address,
      EntryRightRegistry: known.EntryRightRegistry.address,
      AttesterIdentityVerifier: known.AttesterIdentityVerifier.address,
      DrandBeacon: known.DrandBeacon.address,
      Ballot: known.Ballot.address,
    }
  );
}

/** The line of a path in the text. For a missing value, the line of its nearest parent. */
function lineOf(document: Document, lines: LineCounter, path: string): number | undefined {
  const steps = path.split("/").slice(1);
  for (let length = steps.length; length > 0; length--) {
    const node: unknown = document.getIn(steps.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return undefined;
}

function rpcMistake(url: string): string | undefined {
  if (!URL.canParse(url)) return "must be a URL";
  const { username, password } = new URL(url);
  return username + password === "" ? undefined : "must have no name and password, because they would get into logs";
}
