/** A fenced block. What follows its language says what it is, and is not shown to readers. */
export type Block = {
  readonly language: string;
  /** Of a shell block how it is run; else the name of the file that it is. */
  readonly words: readonly string[];
  readonly text: string;
  /** In the guide, from 1. */
  readonly line: number;
};

export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm)].map((match) => {
    const [, language = "", words = "", text = ""] = match;
    const line = markdown.slice(0, match.index).split("\n").length;
    return { language, words: words.split(" ").filter((word) => word !== ""), text, line };
  });
}
