/** Documents with generated figures. The text between two marks is generated, the rest is prose. */

const BLOCK = /<!-- figures:([\w-]+) -->\n[\s\S]*?<!-- \/figures -->/g;

/**
 * The document with each of its blocks generated again.
 *
 * @throws an Error for a block that is not in `blocks`
 */
export function withBlocks(document: string, blocks: Readonly<Record<string, string>>): string {
  return document.replace(BLOCK, (_, name: string) => {
    const content = blocks[name];
    if (content === undefined) throw new Error(`no figures are called ${name}`);
    return `<!-- figures:${name} -->\n${wrapText(content)}\n<!-- /figures -->`;
  });
}

/** Lines of at most 120 characters; those of tables stay as they are, those of lists continue under their text. */
export function wrapText(text: string): string {
  return text
    .split("\n")
    .map((line) => (line.startsWith("|") ? line : wrapLine(line)))
    .join("\n");
}

const WIDTH = 120;

function wrapLine(line: string): string {
  const indent = line.startsWith("- ") ? "  " : "";
  const lines: string[] = [];
  for (const word of line.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : indent + word);
  }
  return lines.join("\n");
}

/** The names of a document's blocks. */
export function blockNames(document: string): string[] {
  return [...document.matchAll(BLOCK)].map(([, name = ""]) => name);
}

/** A table. Columns of figures are aligned to the right. */
export function markdownTable(heading: readonly string[], lines: readonly (readonly string[])[]): string {
  const rule = heading.map((_, column) => (lines.every((cells) => FIGURE.test(cells[column] ?? "")) ? "---:" : "---"));
  return [heading, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const FIGURE = /^(\d.*)?$/;
