import { createServer, type ServerResponse } from "node:http";
import { JsonRpcProvider } from "ethers";
import { HOST } from "../../cli/src/terminal/ports.ts";
import { fromHex } from "../../sdk/src/core/bytes.ts";
import { LOCAL_BEACON } from "../../sdk/src/deployment/localBeacon.ts";
import { timeOfRound } from "../../sdk/src/draw/BeaconNetwork.ts";
import { signRound } from "../../sdk/src/draw/BeaconRound.ts";
import { chainOf } from "./chain.ts";
import type { Service } from "./Service.ts";

/** A beacon for draws on the local chain. */
export const beacon: Service = {
  name: "beacon",
  ports: [{ option: "beacon-port", standard: 8790, help: "port of the beacon, which signs the rounds of draws" }],
  start: async (context) => {
    const port = context.port("beacon-port");
    const served = await serveBeacon(chainOf(context).url, port);
    const url = `http://${HOST}:${port}`;
    return {
      describe: async () => ({
        running: `beacon ${url}, a round every ${LOCAL_BEACON.period} seconds`,
        keys: [],
        next: [
          ["a round", `curl -s ${url}/public/1`],
          ["a draw's round", `npx doorkey draw prove --event 1 --class NAME --url ${url} --as agent`],
        ],
      }),
      stop: served.stop,
    };
  },
};

/** Serves the rounds of the local beacon: it signs each once the chain's clock, or this machine's, has reached it. */
export async function serveBeacon(rpc: string, port: number): Promise<{ readonly stop: () => Promise<void> }> {
  const provider = new JsonRpcProvider(rpc, undefined, { cacheTimeout: -1 });
  const now = async () => Math.max((await provider.getBlock("latest"))?.timestamp ?? 0, Date.now() / 1_000);
  const secretKey = fromHex(LOCAL_BEACON.secretKey);
  const server = createServer((request, response) => {
    const [, digits] = /^\/public\/(\d{1,15})$/.exec(request.url ?? "") ?? [];
    if (digits === undefined) return answer(response, 404, { error: "Ask for /public/ROUND." });
    void now().then(
      (time) => serve(response, Number(digits), time, secretKey),
      () => answer(response, 503, { error: "The chain does not answer." }),
    );
  });
  await new Promise<void>((done) => server.listen(port, HOST, done));
  return {
    stop: async () => {
      provider.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}

function serve(response: ServerResponse, round: number, now: number, secretKey: Uint8Array): void {
  if (round < 1 || timeOfRound(LOCAL_BEACON, round) > now) {
    answer(response, 404, { error: `Round ${round} is not signed yet.` });
    return;
  }
  answer(response, 200, signRound(secretKey, round));
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "access-control-allow-origin": "*" });
  response.end(JSON.stringify(body));
}
