import { dirname, resolve } from "node:path";
import { ConfigError, type Mistake, parseYaml, type Report, shapeMistakes } from "doorkey-server";
import Value from "typebox/value";
import type { Config } from "./Config.ts";
import { reportUrl } from "./reportUrl.ts";
import { ConfigFile } from "./schema.ts";
import { reportWebhooks, webhooksIn } from "./webhooksIn.ts";

/**
 * Parses and checks the configuration in a YAML text.
 *
 * @param file Its path, for messages and for the relative paths in it.
 * @throws ConfigError with every mistake and its line.
 * @example
 * const config = parseConfig(await readFile("office.yaml", "utf8"), "office.yaml");
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
  reportWebhooks(value, env, report);
  if (mistakes.length > 0) throw new ConfigError(file, mistakes);
  return resolved(value, file, env);
}

/** Checks what the shape cannot: references, and settings that contradict each other. */
function reportContradictions(
  { chain, relay, server, events, shops }: ConfigFile,
  env: NodeJS.ProcessEnv,
  report: Report,
) {
  const repeated = (values: readonly (string | number)[], pathOf: (i: number) => string) => {
    for (const [i, one] of values.entries()) if (values.indexOf(one) < i) report(pathOf(i), `${one} is used twice`);
  };
  repeated(
    events.map((event) => event.id),
    (i) => `/events/${i}/id`,
  );
  repeated(
    shops.map((shop) => shop.id),
    (i) => `/shops/${i}/id`,
  );
  for (const [i, url] of chain.rpc.entries()) reportUrl(`/chain/rpc/${i}`, url, report);
  if (relay !== undefined) reportUrl("/relay/url", relay.url, report);
  if (relay?.keyFrom !== undefined && !env[relay.keyFrom]) {
    report("/relay/keyFrom", `the environment has no ${relay.keyFrom}`);
  }
  reportUrl("/server/url", server.url, report);
  if (server.url.startsWith("http:") && URL.canParse(server.url) && !isThisMachine(new URL(server.url).hostname)) {
    report("/server/url", "must begin with https:, because wallets send claims to no other address");
  }
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

function resolved(file: ConfigFile, path: string, env: NodeJS.ProcessEnv): Config {
  const { agent, chain, relay, server, walletPort, data, keys, persons, events, shops, sites, sales, staff } = file;
  const at = (relative: string) => resolve(dirname(resolve(path)), relative);
  return {
    file: path,
    agent,
    shops,
    sites: sites.length > 0 ? sites : [new URL(server.url).host],
    sales,
    staff,
    rpc: chain.rpc,
    relay: relay && { url: relay.url, key: relay.keyFrom === undefined ? undefined : env[relay.keyFrom] },
    // Another program of this machine has the certificate.
    server: { host: server.host ?? "127.0.0.1", port: server.port, operatorPort: server.operatorPort },
    url: server.url.replace(/\/+$/, ""),
    walletPort,
    data: at(data),
    keys: { agent: at(keys.agent) },
    webhooks: webhooksIn(file, env),
    persons: persons && { attester: at(persons.attester), eventKey: at(persons.eventKey) },
    events: events.map(({ id, document }) => ({ id, document: document === undefined ? undefined : at(document) })),
  };
}
