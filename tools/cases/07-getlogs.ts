import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { FetchRequest, JsonRpcProvider, toQuantity } from "ethers";
import { isDoorkeyError, readLogs } from "../../sdk/src/index.ts";
import type { Case, CaseLine } from "./Case.ts";

/** What a provider says, and when: above `max` blocks, to the first `busy` questions, or always. */
interface ProviderText {
  text: string;
  code: number;
  status?: number;
  data?: unknown;
  max?: number;
  busy?: number;
  refused?: boolean;
}

const FILES = ["provider-texts.json", "more-texts.json"];
const LAST_BLOCK = 20_000;

/** What providers say when a log range is too large, and when they are busy. */
export const row: Case = {
  folder: "07-getlogs",
  title: "a node that limits log ranges, or is busy",
  run: async () => {
    const lines: CaseLine[] = [];
    for (const file of FILES) {
      const texts: ProviderText[] = JSON.parse(
        readFileSync(new URL(`../../cases/07-getlogs/${file}`, import.meta.url), "utf8"),
      );
      for (const one of texts) lines.push(await lineOf(one));
    }
    return lines;
  },
};

async function lineOf(provider: ProviderText): Promise<CaseLine> {
  const { text, refused, busy } = provider;
  const expected =
    refused === true
      ? "CHAIN_REFUSED at once"
      : busy === undefined
        ? "every block, asking for less"
        : "every block, after waiting";
  return { input: text, expected, actual: await readFrom(provider) };
}

/** Reads all logs of a node that has one in each block. */
async function readFrom(says: ProviderText): Promise<string> {
  let [questions, largest] = [0, 0];
  const server = createServer(async (request, response) => {
    const body = await json(request);
    const { id, method, params } = (Array.isArray(body) ? body[0] : body) as Question;
    if (method !== "eth_getLogs") return void response.end(JSON.stringify({ jsonrpc: "2.0", id, result: "0x1" }));
    const [{ fromBlock = "0x0", toBlock = "0x0" } = {}] = params;
    const blocks = Number(toBlock) - Number(fromBlock) + 1;
    const fails =
      says.refused === true || questions < (says.busy ?? 0) || blocks > (says.max ?? Number.POSITIVE_INFINITY);
    questions++;
    if (!fails) largest = Math.max(largest, blocks);
    const error = { code: says.code, message: says.text, ...(says.data === undefined ? {} : { data: says.data }) };
    const result = Array.from({ length: blocks }, (_, i) => logOf(Number(fromBlock) + i));
    response.statusCode = fails ? (says.status ?? 200) : 200;
    response.end(JSON.stringify({ jsonrpc: "2.0", id, ...(fails ? { error } : { result }) }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const request = new FetchRequest(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const provider = new JsonRpcProvider(request, 1n, { cacheTimeout: -1, staticNetwork: true, batchMaxCount: 1 });
  let waits = 0;
  const wait = async () => void waits++;
  try {
    const blocks: number[] = [];
    const filter = { address: `0x${"11".repeat(20)}` };
    for await (const log of readLogs(provider, filter, 0, LAST_BLOCK, { wait })) blocks.push(log.blockNumber);
    if (blocks.length !== LAST_BLOCK + 1 || blocks.some((block, i) => block !== i)) return `${blocks.length} logs`;
    if (says.busy !== undefined) return largest === LAST_BLOCK + 1 ? "every block, after waiting" : "asked for less";
    return waits === 0 ? "every block, asking for less" : "waited";
  } catch (error) {
    if (!isDoorkeyError(error)) return String(error);
    return questions === 1 ? `${error.code} at once` : `${error.code} after ${questions} questions`;
  } finally {
    provider.destroy();
    server.closeAllConnections();
    server.close();
  }
}

interface Question {
  id: number;
  method: string;
  params: { fromBlock?: string; toBlock?: string }[];
}

function logOf(block: number): object {
  return {
    address: `0x${"11".repeat(20)}`,
    topics: [],
    data: "0x",
    blockNumber: toQuantity(block),
    blockHash: `0x${"22".repeat(32)}`,
    transactionHash: `0x${"33".repeat(32)}`,
    transactionIndex: "0x0",
    logIndex: "0x0",
    removed: false,
  };
}
