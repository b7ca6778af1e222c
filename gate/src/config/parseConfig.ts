import { dirname, resolve } from "node:path";
import { ConfigError, type Mistake, parseYaml, type Report, shapeMistakes } from "doorkey-server";
import Value from "typebox/value";
import type { Config } from "./Config.ts";
import { ConfigFile } from "./schema.ts";

/** Why a hub without a certificate serves its own machine only. */
export const LOOPBACK_ONLY =
  "without tls the hub listens on this machine only, because browsers give a page over plain http from another machine no camera, no keys and no service worker";

/**
 * Parses and checks the configuration in a YAML text.
 *
 * @param file Its path, for messages and for the relative paths in it.
 * @throws ConfigError with every mistake and its line.
 * @example
 * const config = parseConfig(await readFile("gate.yaml", "utf8"), "gate.yaml");
 */
export function parseConfig(text: string, file: string, env: NodeJS.ProcessEnv = {}): Config {
  const yaml = parseYaml(text, file);
  const mistakes: Mistake[] = [];
  const report: Report = (path, message) => {
    const line = yaml.lineOf(path);
    mistakes.push({ path: path.slice(1), ...(line !== undefined && { line }), message });
  };
  const value = Value.Default(ConfigFile, yaml.value ?? {});
  for (const { path, message } of shapeMistakes(ConfigFile, value)) report(path, message);
  if (!Value.Check(ConfigFile, value)) throw new ConfigError(file, mistakes);
  reportContradictions(value, env, report);
  if (mistakes.length > 0) throw new ConfigError(file, mistakes);
  return { ...resolved(value, file, env), lineOf: yaml.lineOf };
}

/** Checks what the shape cannot: names, references, settings that contradict each other. */
function reportContradictions(
  { lanes, policy, chain, relay, server, tls }: ConfigFile,
  env: NodeJS.ProcessEnv,
  report: Report,
) {
  reportRepeated(
    lanes.map(({ number }) => String(number)),
    (i) => `/lanes/${i}/number`,
    report,
  );
  reportRepeated(
    lanes.map((lane) => lane.name),
    (i) => `/lanes/${i}/name`,
    report,
  );
  reportRepeated(policy.zones, (i) => `/policy/zones/${i}`, report);
  reportRepeated(
    policy.passkeys.map(({ origin }) => origin),
    (i) => `/policy/passkeys/${i}/origin`,
    report,
  );
  for (const [i, { origin, domain }] of policy.passkeys.entries()) {
    const { hostname } = URL.canParse(origin) ? new URL(origin) : { hostname: undefined };
    if (hostname === undefined) report(`/policy/passkeys/${i}/origin`, "must be an origin");
    else if (domain !== undefined && hostname !== domain && !hostname.endsWith(`.${domain}`)) {
      report(`/policy/passkeys/${i}/domain`, `passkeys that were made on ${hostname} cannot belong to ${domain}`);
    }
  }
  for (const [i, url] of chain.rpc.entries()) reportUrl(`/chain/rpc/${i}`, url, report);
  if (relay !== undefined) {
    reportUrl("/relay/url", relay.url, report);
    if (relay.keyFrom !== undefined && !env[relay.keyFrom]) {
      report("/relay/keyFrom", `the environment has no ${relay.keyFrom}`);
    }
  }
  if (tls === undefined && server.host !== undefined && !isLoopback(server.host)) {
    report("/server/host", `must be 127.0.0.1, ::1 or localhost: ${LOOPBACK_ONLY}`);
  }
  if (tls !== undefined && server.name === undefined) {
    report("/server/name", "is missing: gates reach a hub with tls by the name in its certificate");
  }
}

function reportRepeated(values: readonly string[], pathOf: (i: number) => string, report: Report): void {
  for (const [i, value] of values.entries()) {
    if (values.indexOf(value) < i) report(pathOf(i), `${value} is used twice`);
  }
}

/** Names and passwords in a URL would get into logs. */
function reportUrl(path: string, url: string, report: Report): void {
  const { username, password } = URL.canParse(url) ? new URL(url) : { username: undefined, password: undefined };
  if (username === undefined) report(path, "must be a URL");
  else if (username + password !== "") {
    report(path, "must have no name and password, because they would get into logs");
  }
}

function resolved(file: ConfigFile, path: string, env: NodeJS.ProcessEnv): Omit<Config, "lineOf"> {
  const { event, lanes, policy, settle, supervisorPin, chain, relay, server, tls, data, keys, guests } = file;
  const at = (relative: string) => resolve(dirname(resolve(path)), relative);
  const host = server.host ?? (tls === undefined ? "127.0.0.1" : "::");
  return {
    file: path,
    event,
    lanes,
    policy,
    settle,
    supervisorPin,
    rpc: chain.rpc,
    relay: relay && { url: relay.url, key: relay.keyFrom === undefined ? undefined : env[relay.keyFrom] },
    server: { host, port: server.port, operatorPort: server.operatorPort, name: server.name ?? "localhost" },
    tls: tls && { cert: at(tls.cert), key: at(tls.key) },
    data: at(data),
    guests: guests === undefined ? undefined : at(guests),
    keys: { scanner: at(keys.scanner), desk: keys.desk === undefined ? undefined : at(keys.desk) },
  };
}

/** Whether only programs of this machine reach an address. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
