/** Makes the reference of the contracts from natspec: a page for each contract and interface that a caller meets. */

import { productContracts } from "./artifacts.ts";
import { type AbiItem, type ContractOutput, contractOutputs } from "./solc.ts";

export const CONTRACT_REFERENCE = "docs/reference/contracts";

export type ContractReference = {
  /** File name in the folder, and its text. */
  readonly pages: ReadonlyMap<string, string>;
  /** Names in natspec that no page has, each with its place. */
  readonly broken: readonly string[];
};

/** Statements of holders, which natspec names beside what contracts declare. */
const STATEMENTS = ["EntryProof", "PurchaseClaim"];

type Kind = "function" | "event" | "error";

const KINDS: readonly (readonly [Kind, string])[] = [
  ["function", "Functions"],
  ["event", "Events"],
  ["error", "Errors"],
];

/** Reads natspec with the compiler, which takes a few seconds. */
export async function contractReference(): Promise<ContractReference> {
  const deployed = new Set((await productContracts()).map(({ name }) => name));
  const shown = (await contractOutputs()).filter(
    ({ name, path }) => /^(interfaces|hooks|identity)\//.test(path) || deployed.has(name),
  );
  const links = new Links(shown);
  const pages = new Map(shown.map((contract) => [`${contract.name}.md`, pageOf(contract, links)]));
  pages.set("README.md", indexOf(shown));
  return { pages, broken: links.broken };
}

function indexOf(shown: readonly ContractOutput[]): string {
  const titles = new Map(shown.map(({ name, devdoc }) => [name, devdoc.title]));
  const rows = shown.map(({ name, path }) => {
    const title = titles.get(name) === name ? titles.get(`I${name}`) : titles.get(name);
    return `| [\`${name}\`](${name}.md) | \`${path}\` | ${title ?? ""} |`;
  });
  return `# Contracts

Made from natspec by \`npm run docs\`. The paths are those of the package \`doorkey-contracts\`.

| contract | path | what it is |
|---|---|---|
${rows.join("\n")}
`;
}

function pageOf(contract: ContractOutput, links: Links): string {
  const { name, path, devdoc, userdoc } = contract;
  const tell = (text: string | undefined, where = "") => links.inText(contract, where, text);
  const parts = [
    `# ${name}`,
    devdoc.title ?? "",
    "```solidity",
    `import {${name}} from "doorkey-contracts/${path}";`,
    "```",
    asLists(tell(userdoc.notice)),
    asLists(tell(devdoc.details)),
    devdoc.details?.includes("ssumptions") || !links.has(`I${name}`)
      ? ""
      : `Its assumptions, and what it does not check, are those of [\`I${name}\`](I${name}.md).`,
  ];
  for (const [kind, title] of KINDS) {
    const items = contract.abi.filter(({ type }) => type === kind);
    if (items.length > 0) parts.push(`## ${title}`, ...items.map((item) => sectionOf(contract, kind, item, tell)));
  }
  return `${parts
    .filter((part) => part !== "")
    .join("\n\n")
    .replace(/```solidity\n\n(.*)\n\n```/g, "```solidity\n$1\n```")}\n`;
}

function sectionOf(
  contract: ContractOutput,
  kind: Kind,
  item: AbiItem,
  tell: (text: string | undefined, where?: string) => string,
): string {
  const { name = "" } = item;
  const { notice, details, params = {}, returns = {} } = toldOf(contract, kind, item);
  const list = (names: Record<string, string>) =>
    Object.entries(names).map(([one, text]) => `- \`${one}\`: ${tell(text, name)}`);
  return [
    `### ${name}`,
    `\`${kind} ${name}(${typesOf(item.inputs)})${item.outputs?.length ? ` returns (${typesOf(item.outputs)})` : ""}\``,
    tell(notice, name),
    tell(details, name),
    [...list(params), ...list(returns)].join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function toldOf({ userdoc, devdoc }: ContractOutput, kind: Kind, item: AbiItem) {
  const signature = `${item.name}(${(item.inputs ?? []).map(canonical).join(",")})`;
  const [user, dev] =
    kind === "error"
      ? [userdoc.errors?.[signature]?.[0], devdoc.errors?.[signature]?.[0]]
      : kind === "event"
        ? [userdoc.events?.[signature], devdoc.events?.[signature]]
        : [userdoc.methods?.[signature], devdoc.methods?.[signature] ?? devdoc.stateVariables?.[item.name ?? ""]];
  return { ...dev, ...user };
}

type Input = NonNullable<AbiItem["inputs"]>[number];

function canonical({ type, components }: Input): string {
  return components === undefined ? type : `(${components.map(canonical).join(",")})${type.slice("tuple".length)}`;
}

function typesOf(inputs: AbiItem["inputs"] = []): string {
  return inputs.map(({ type, name }) => `${type} ${name}`.trim()).join(", ");
}

/** Lists of natspec, which the compiler puts into one line. */
function asLists(text: string): string {
  return text
    .replace(/: - /g, ":\n\n- ")
    .replace(/; - /g, ";\n- ")
    .replace(/\. - (?=[a-z])/g, ".\n- ");
}

/** Names in backticks become links to where they are declared. */
class Links {
  readonly broken: string[] = [];
  /** Page of each contract, and of each function, event and error; interfaces first, which own what they declare. */
  readonly #places = new Map<string, string>();

  constructor(shown: readonly ContractOutput[]) {
    for (const { name } of shown) this.#places.set(name, `${name}.md`);
    const ordered = shown.toSorted((a, b) => Number(isInterface(b)) - Number(isInterface(a)));
    for (const { name, abi } of ordered) {
      for (const item of abi) {
        if (item.name !== undefined && !this.#places.has(item.name)) {
          this.#places.set(item.name, `${name}.md#${item.name.toLowerCase()}`);
        }
      }
    }
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  inText({ name, abi }: ContractOutput, where: string, text = ""): string {
    return text.replace(/`([A-Za-z]\w*)`/g, (code, word: string) => {
      if (abi.some((item) => item.name === word)) return `[${code}](#${word.toLowerCase()})`;
      const place = this.#places.get(word);
      if (place !== undefined) return `[${code}](${place})`;
      // A capital begins the name of an error or an event. Other words are parameters, fields and values of enums.
      const isName = /^[A-Z][a-z]+[A-Z]\w*$/.test(word) && !STATEMENTS.includes(word);
      if (isName) this.broken.push(`${name}${where === "" ? "" : `.${where}`}: ${word}`);
      return code;
    });
  }
}

function isInterface({ path }: ContractOutput): boolean {
  return path.startsWith("interfaces/");
}
