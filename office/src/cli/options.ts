import { CommandError, exitCode } from "doorkey-server";

/** The configuration that a command works with. */
export const CONFIG_OPTION = ["-c, --config <file>", "configuration", "office.yaml"] as const;

/** A whole number of an option. */
export function wholeNumber(option: string, text: string, most = Number.MAX_SAFE_INTEGER): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= most) return number;
  throw new CommandError(`${option} must be a whole number from 1 to ${most}, not "${text}".`, exitCode.usage);
}
