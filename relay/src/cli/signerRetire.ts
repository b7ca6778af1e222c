import { resolve } from "node:path";
import { sameAddress } from "doorkey/buyer";
import { CommandError, exitCode, good, type Output } from "doorkey-server";
import { isAddress } from "ethers";
import { Paused, RelayStatus } from "../http/schemas.ts";
import { inEther } from "../metrics/readiness.ts";
import { readConfig, writeConfig } from "./configFile.ts";
import { type RelayApi, relayApi } from "./relayApi.ts";
import { listSigners } from "./signerList.ts";
import { withoutSigner } from "./signerText.ts";
import { adminKeyIn } from "./status.ts";

export declare namespace signerRetire {
  type Options = { readonly config: string; readonly url: string; readonly timeout: string; readonly json?: boolean };
}

/** Pauses a key on all replicas, waits until nothing of it is under way, and takes it out of the configuration. */
export async function signerRetire(
  wanted: string,
  { config: name, url, timeout, json }: signerRetire.Options,
  output: Output,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const seconds = Number(timeout);
  if (!(seconds > 0)) throw new CommandError("--timeout must be a number of seconds.", exitCode.usage);
  if (!isAddress(wanted)) throw new CommandError(`${wanted} is not an address.`, exitCode.usage);
  const ask = relayApi(url, adminKeyIn(env));
  const file = resolve(name);
  const { config } = await readConfig(file, env);
  const index = await indexOf(wanted, config);

  await ask(Paused, "POST", `/v1/admin/signers/${wanted}/pause`);
  const say = (text: string) => (json ? undefined : output.line(text));
  say(`${good("✓")} paused: it gets no new transaction`);
  await untilIdle(ask, wanted, seconds, say);
  // Read again, because the wait may be long.
  const { text, config: present } = await readConfig(file, env);
  const presentIndex = await indexOf(wanted, present);
  if (presentIndex !== index) throw new CommandError(`${file} has changed meanwhile. Run the command again.`);
  const [left] = (await listSigners({ ...present, signers: present.signers.slice(index, index + 1) })).values();
  await writeConfig(file, withoutSigner(text, index), env);

  if (json) return output.json({ address: wanted, config: file, balanceWei: left?.balance?.toString() ?? null });
  say(`${good("✓")} ${wanted} is no longer in ${file}. Restart the relay.`);
  if (left?.balance !== undefined) output.line(`It still holds ${inEther(left.balance)}: move it with ${left.source}.`);
}

/** @throws CommandError if the configuration does not have the key, or has no other. */
async function indexOf(wanted: string, config: Parameters<typeof listSigners>[0]): Promise<number> {
  const signers = await listSigners(config);
  const index = signers.findIndex(({ address }) => address !== undefined && sameAddress(address, wanted));
  if (index < 0) throw new CommandError(`${wanted} is not a signer of the configuration: doorkey-relay signer list`);
  if (signers.length === 1) {
    throw new CommandError("It is the only signer: add another one first, with doorkey-relay signer add.");
  }
  return index;
}

async function untilIdle(ask: RelayApi, wanted: string, seconds: number, say: (text: string) => void): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  for (let told = ""; ; ) {
    const { signers } = await ask(RelayStatus, "GET", "/v1/admin/status");
    const underWay = signers.find(({ address }) => sameAddress(address, wanted))?.underWay ?? 0;
    if (underWay === 0) return;
    const text = `waits for ${underWay} transactions and requests that only this key can send`;
    if (text !== told) say(text);
    told = text;
    if (Date.now() > end) throw new CommandError(`After ${seconds} s it still ${text}. It stays paused.`);
    await new Promise((done) => setTimeout(done, 1_000));
  }
}
