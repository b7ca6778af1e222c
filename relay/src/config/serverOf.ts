import type { Report } from "./mistakes.ts";
import type { ConfigFile } from "./schema.ts";

const PORTS = [
  ["port", "DOORKEY_RELAY_PORT"],
  ["metricsPort", "DOORKEY_RELAY_METRICS_PORT"],
] as const;

/** Whether a text is a port: a whole number from 0 to 65535, where 0 takes a free one. */
export function isPort(text: string): boolean {
  return /^(0|[1-9][0-9]{0,4})$/.test(text) && Number(text) <= 65_535;
}

/** Where the relay listens: the file's settings, overridden by the environment's. */
export function serverOf(
  { server }: Pick<ConfigFile, "server">,
  env: NodeJS.ProcessEnv,
  report: Report,
): ConfigFile["server"] {
  const resolved = { ...server, host: env.DOORKEY_RELAY_HOST ?? server.host };
  if (resolved.host === "") report("/server/host", "DOORKEY_RELAY_HOST of the environment must not be empty");
  for (const [field, name] of PORTS) {
    const text = env[name];
    if (text === undefined) continue;
    if (isPort(text)) resolved[field] = Number(text);
    else report(`/server/${field}`, `${name} of the environment must be a whole number from 0 to 65535`);
  }
  if (resolved.port !== 0 && resolved.port === resolved.metricsPort) {
    report("/server/metricsPort", "must differ from server/port");
  }
  return resolved;
}
