/** A fenced block. The words after its language say what it is, and are not shown to readers. */
export type Block = {
  readonly language: string;
  /** For a shell block, how to run it; otherwise its file name. */
  readonly words: readonly string[];
  readonly text: string;
  /** Line in the guide, from 1. */
  readonly line: number;
};

export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm)].map((match) => {
    const [, language = "", words = "", text = ""] = match;
    const line = markdown.slice(0, match.index).split("\n").length;
    return { language, words: words.split(" ").filter((word) => word !== ""), text, line };
  });
}
