import type { Command } from "commander";

/** Marks wrong use as other failures are marked, and leaves it to the caller to end the process. */
export function withPlainErrors(command: Command): Command {
  return command
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "✗ ")) });
}
