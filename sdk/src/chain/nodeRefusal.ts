/**
 * What a node or its provider means when it refuses to answer: that it is busy, or that the question is too large. Only
 * this file reads their words.
 */

/**
 * - `busy`: the node answers too many questions now; the same question succeeds later;
 * - `too-large`: the node answers only smaller questions; `suggested` are the blocks for which it offers an answer.
 */
export type NodeRefusal =
  | { readonly kind: "busy" }
  | { readonly kind: "too-large"; readonly suggested?: BlockRange | undefined };

/** Blocks from the first to the last, both included. */
export type BlockRange = { readonly fromBlock: number; readonly toBlock: number };

/**
 * How a node refused a question; undefined if it refused for another reason, or did not refuse. A rate limit comes
 * first, because its words often contain those of a size limit, and smaller questions would only be more questions.
 *
 * @param error What a client threw, or the error object of a JSON-RPC answer.
 * @example
 * import { nodeRefusal } from "doorkey";
 *
 * const isBusy = (error: unknown) => nodeRefusal(error)?.kind === "busy";
 */
export function nodeRefusal(error: unknown): NodeRefusal | undefined {
  const said = saidIn(error).join("\n");
  if (RATE.test(said)) return { kind: "busy" };
  if (FINAL.test(said)) return undefined;
  if (SIZE.test(said)) return { kind: "too-large", suggested: suggestedIn(said) };
  return LATER.test(said) ? { kind: "busy" } : undefined;
}

/** Everything that an error says for people, without the question, its address and the program's path. */
export function saidIn(error: unknown, depth = DEPTH): string[] {
  if (typeof error === "string") return [error];
  if (typeof error !== "object" || error === null || depth === 0) return [];
  const { shortMessage, message, code } = error as Readonly<Record<string, unknown>>;
  const own = [shortMessage ?? message, ...TEXTS.map((name) => fieldOf(error, name))];
  return [
    ...own.filter((text) => typeof text === "string" && text !== ""),
    ...(typeof code === "number" ? [`code ${code}`] : []),
    ...NESTS.flatMap((name) => saidIn(fieldOf(error, name), depth - 1)),
    ...(Array.isArray(error) ? error.slice(0, MAX_ITEMS).flatMap((one) => saidIn(one, depth - 1)) : []),
  ] as string[];
}

/** Levels at which nodes, wallets, ethers and this package nest their errors. */
const DEPTH = 5;

/** Answers of a batch that are looked at. */
const MAX_ITEMS = 8;

/** Fields with text. The `payload` of ethers is the question, which is not a text. */
const TEXTS = ["responseBody", "responseStatus", "bodyText", "statusText", "payload", "reason", "detail", "details"];

/** Fields with a further error. */
const NESTS = ["error", "cause", "data", "info", "value", "response", "originalError"];

function fieldOf(value: object, name: string): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    // A getter of ethers throws if the answer is not a text.
    return undefined;
  }
}

function anyOf(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join("|"), "i");
}

/** A limit of questions in a time, or of what a plan pays for. */
const RATE = anyOf(
  /\b(status|code|error)?:? ?429\b/,
  /too many (concurrent |simultaneous )?(requests?|calls?|connections?|queries per)/,
  /rate[- _]?limit/,
  /\brate (is |was |has been )?(exceeded|limited|exhausted)/,
  /\b(over|exceed\w*) (the |your |its )?(allowed |maximum )?rate\b/,
  /throttl/,
  /throughput/,
  /compute units?/,
  /\b(requests?|calls?|queries|transactions|credits|rps|cups?) ?(per|\/|a) ?(second|minute|hour|day|month|sec|min|s)\b/,
  /\d ?\/ ?(second|sec|s|minute|min|hour|day)\b/,
  /\b(requests?|calls?|usage|credits?|rps|cups?|monthly|daily|concurrency) (rate|count|limits?|quota|capacity|allowance)\b/,
  /exceed\w*[^.\n]{0,40}\b(requests|calls|rps|cups?|credits|quota|capacity|concurren\w*)\b/,
  /\b(quota|capacity|credits?|concurrency)[^.\n]{0,30}(exceed|exhaust|reach|deplet|used up|ran out)/,
  /(run|ran) out of (credits|requests|compute)/,
  /over capacity/,
  /retry[- ]?(after|in) \d/,
  /exceeded maximum retry limit/,
  /slow down/,
);

/** Refusals that no smaller question avoids, though their words are like those of a limit. */
const FINAL = anyOf(
  /invalid (block )?range/,
  /beyond (the )?(current )?(head|latest|chain)/,
  /max(imum)?( number of)? (topics|addresses)/,
  /too many (topics|addresses)/,
  /(from\w*|begin|start)[^.\n]{0,20}(greater|larger|higher|bigger|after) (than )?(the )?(to|end)/,
  /(method|module|api)[^.\n]{0,40}(not (found|exist|support|available|allowed|enabled)|disabled|does not exist)/,
  /unauthori[sz]ed|forbidden|api[- ]key|not whitelisted|not allowed/,
  /pruned|missing trie|header not found|unknown block|history (is )?(not|un)available/,
);

/** A limit of one question: its blocks, its results, its bytes, or the time it takes. */
const SIZE = anyOf(
  /\brange|\bspan\b|blocks? distance/,
  /too (many|large|big|wide|long|broad|high|much)/,
  /(more|larger|bigger|greater|wider|longer|higher|no more) than/,
  /limit|exceed|maximum|\bmax\b|oversize/,
  /(response|result|query|payload|body|message|log)s?( set)? size/,
  /(fewer|less|smaller)[^.\n]{0,30}(blocks?|range|number|results?|logs?|size|than)/,
  /timed? ?-?out|deadline exceeded|took too long|took longer/,
  /out of bounds/,
  /entity too large|\b413\b|\b504\b/,
  /(reduce|narrow|split|shorten|decrease)\w*[^.\n]{0,30}(blocks?|range|query|filter)/,
);

/** A node that has trouble for a while. */
const LATER = anyOf(
  /(try|retry|attempt)[^.\n]{0,20}(again|later)/,
  /\bbusy\b|overload/,
  /temporar\w* (unavailable|failure|error)|service unavailable|\b503\b/,
  /congest/,
);

/** The blocks that a node names with its refusal, as `[0x1a, 0x2b]` or as `range 26-43`. */
function suggestedIn(said: string): BlockRange | undefined {
  const found = HEX_RANGE.exec(said) ?? WORD_RANGE.exec(said);
  const [fromBlock, toBlock] = [Number(found?.[1]), Number(found?.[2])];
  return Number.isSafeInteger(fromBlock) && Number.isSafeInteger(toBlock) && fromBlock <= toBlock
    ? { fromBlock, toBlock }
    : undefined;
}

const HEX_RANGE = /\[\s*"?(0x[0-9a-f]{1,13})"?\s*(?:,|-|to|\.\.)\s*"?(0x[0-9a-f]{1,13})"?\s*\]/i;
const WORD_RANGE = /range:?\s+\[?(0x[0-9a-f]{1,13}|\d{1,15})\s*(?:-|,|to|\.\.)\s*(0x[0-9a-f]{1,13}|\d{1,15})\b/i;
