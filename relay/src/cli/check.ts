import type { Command } from "commander";
import { signRequest } from "doorkey/relay";
import { CommandError, exitCode, good, type Output } from "doorkey-server";
import { Wallet } from "ethers";
import { Type } from "typebox";
import Value from "typebox/value";
import { Prepared, RelayInfo, RequestStatus, Submitted } from "../http/schemas.ts";
import { relayApi } from "./relayApi.ts";

type Options = { readonly url: string; readonly timeout: string; readonly json?: boolean };

const FAILED = ["rejected", "expired", "superseded", "cancelled"];

export function checkCommand(program: Command, output: Output, env: NodeJS.ProcessEnv): void {
  program
    .command("check")
    .description("send a harmless request end to end, in which a fresh key uses up a nonce of its own")
    .option("--url <url>", "where the relay listens", "http://127.0.0.1:8787")
    .option("--timeout <seconds>", "longest wait until it is mined", "60")
    .option("--json", "print the request's last status as JSON")
    .addHelpText(
      "after",
      `
A sponsor's key comes from DOORKEY_RELAY_KEY; its policy must allow \`cancel\` of the GasRelayForwarder. It costs the
sponsor about 80,000 gas.

Example:
  $ DOORKEY_RELAY_KEY=dk_tickets_… doorkey-relay check --url https://relay.example`,
    )
    .action((options: Options) => check(options, output, env));
}

async function check({ url, timeout, json }: Options, output: Output, env: NodeJS.ProcessEnv): Promise<void> {
  const seconds = Number(timeout);
  if (!(seconds > 0)) throw new CommandError("--timeout must be a number of seconds.", exitCode.usage);
  if (env.DOORKEY_RELAY_KEY === undefined) throw new CommandError("Set DOORKEY_RELAY_KEY.", exitCode.usage);
  const ask = relayApi(url, env.DOORKEY_RELAY_KEY);
  const say = (text: string) => (json ? undefined : output.line(`${good("✓")} ${text}`));

  const { forwarder, chainId, version } = await ask(RelayInfo, "GET", "/v1/info");
  say(`relay ${version} on chain ${chainId}`);
  const from = Wallet.createRandom();
  const body = { from: from.address, to: forwarder, data: "0x" };
  const { request, sponsor } = await ask(Prepared, "POST", "/v1/prepare", body);
  say(`prepared, sponsored by ${sponsor}`);
  const signed = await signRequest({ chainId, forwarder }, from, request);
  const { results } = await ask(Submitted, "POST", "/v1/requests", { requests: [signed] });
  const digest = results[0]?.digest;
  say(`accepted as ${digest}`);

  const end = Date.now() + seconds * 1_000;
  for (let told = ""; ; ) {
    const status = await ask(RequestStatus, "GET", `/v1/requests/${digest}`);
    if (FAILED.includes(status.state)) {
      throw new CommandError(`The request ended as ${status.state}: ${status.reason?.detail}`);
    }
    if (status.outcome !== undefined) {
      if (json) output.json(status);
      say(`${status.outcome} in block ${status.blockNumber}, ${status.transactionHash}`);
      if (status.outcome !== "success") throw new CommandError(`The request's outcome on chain is ${status.outcome}.`);
      return;
    }
    const text = `${status.state}: waits for ${await waitsFor(url, status.state)}`;
    if (text !== told && !json) output.line(text);
    told = text;
    if (Date.now() > end) throw new CommandError(`After ${seconds} s the request is still ${text}.`);
    await new Promise((done) => setTimeout(done, 300));
  }
}

/** What must happen next, with the relay's own reasons why it may not. */
async function waitsFor(url: string, state: string): Promise<string> {
  const next = state === "queued" ? "a signer that puts it into a transaction" : "a block with its transaction";
  const reasons = await sendingReasons(url);
  return reasons.length === 0 ? next : `${next}. ${reasons.join(" ")}`;
}

const Ready = Type.Object({ reasons: Type.Array(Type.String()) });

/** Why the relay does not send now. None if it does not say. */
async function sendingReasons(url: string): Promise<readonly string[]> {
  try {
    const response = await fetch(`${url.replace(/\/+$/, "")}/readyz/sending`, { signal: AbortSignal.timeout(5_000) });
    const answer = Value.Clean(Ready, await response.json());
    return Value.Check(Ready, answer) ? answer.reasons : [];
  } catch {
    return [];
  }
}
