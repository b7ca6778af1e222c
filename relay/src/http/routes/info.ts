import { checksummed } from "doorkey/buyer";
import type { Routes, Service } from "../Service.ts";
import { RelayInfo } from "../schemas.ts";

export function infoRoutes(app: Routes, { intake, version }: Service): void {
  app.get(
    "/v1/info",
    { schema: { summary: "Chain, contracts and keys of this relay", response: { 200: RelayInfo } } },
    async () => {
      const { chain, requests } = intake.config();
      const { relayers } = await intake.state();
      return {
        version,
        chainId: chain.id,
        forwarder: chain.contracts.GasRelayForwarder,
        rightsRegistry: chain.contracts.EntryRightRegistry,
        relayers: relayers.map(({ address }) => checksummed(address)),
        confirmations: chain.confirmations,
        maxDeadlineSeconds: requests.maxDeadlineSeconds,
      };
    },
  );
}
