import type { Command } from "commander";
import type { SignerOptions } from "./chainOptions.ts";
import { wholeNumber } from "./values.ts";

export type EventOptions = SignerOptions & { readonly event: number };

export type ClassOptions = EventOptions & { readonly class: string };

export function withEvent(command: Command): Command {
  return command.requiredOption("--event <id>", "the event's id", wholeNumber());
}

/** The event and one of its classes. */
export function withClass(command: Command): Command {
  return withEvent(command).requiredOption("--class <name>", "the class's name");
}
