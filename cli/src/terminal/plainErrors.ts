import type { Command } from "commander";

/** Prints wrong use like other failures. The caller ends the process. */
export function withPlainErrors(command: Command): Command {
  return command
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "✗ ")) });
}
