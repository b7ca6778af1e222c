import type { Cleanup } from "doorkey-server";
import { type RpcEndpoint, rpcEndpoint } from "../chain/jsonRpc.ts";
import type { Config } from "../config/Config.ts";
import { type LiveConfig, liveConfig } from "../config/liveConfig.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { RelayLogger } from "../metrics/recentFaults.ts";
import { type Db, recordAct } from "../storage/index.ts";
import { assertConfigured } from "./deployment.ts";
import { faultOf } from "./faultOf.ts";

export type ConfigEvent = liveConfig.Event;

/** The configuration, now and after each change of its file. One that does not fit the chain is not used. */
export async function openConfig(
  { file, env }: { readonly file: string; readonly env: NodeJS.ProcessEnv },
  logger: RelayLogger,
  cleanup: Cleanup,
  onEvent: (event: ConfigEvent) => void,
): Promise<LiveConfig> {
  const live = await liveConfig(file, {
    env,
    accept: (config) => assertConfigured(config, endpointsOf(config)),
    onEvent: (event) => {
      onEvent(event);
      if (event.result !== "reloaded") {
        logger.error({ msg: `configuration ${event.result}`, ...faultOf(event.error) });
      } else if (event.needRestart === undefined) {
        logger.info({ msg: "configuration reloaded" });
      } else {
        logger.warn({ msg: "configuration reloaded, but for what needs a restart", parts: event.needRestart });
      }
    },
  });
  cleanup.add(live.close);
  return live;
}

/** Counts each reading of the file, and writes it into the audit log, because an operator changed it. */
export function noteConfig(db: Db, logger: RelayLogger, metrics: Metrics): (event: ConfigEvent) => void {
  return ({ result, ...event }) => {
    metrics.configuration(result);
    const detail = "error" in event ? faultOf(event.error).fault : (event.needRestart ?? []).join(", ");
    recordAct(db, { actor: "file", act: result, target: "configuration", detail }).catch((error) =>
      logger.warn({ msg: "the audit log has no row about the configuration", ...faultOf(error) }),
    );
  };
}

export function endpointsOf({ chain }: Config): RpcEndpoint[] {
  return chain.rpc.map((url) => rpcEndpoint(url, { largestBatch: chain.traits.batchCalls }));
}
