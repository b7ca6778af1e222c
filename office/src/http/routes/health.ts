import type { Routes } from "doorkey-server";
import type { Service } from "../Service.ts";

/** For supervisors of processes. Needs no key and says only what they need. */
export function healthRoutes(app: Routes, { unready, isStopping }: Pick<Service, "unready" | "isStopping">): void {
  app.get("/livez", async () => ({ status: "alive" }));

  app.get("/readyz", async (_, reply) => {
    const reasons = isStopping() ? ["the office is stopping"] : await unready();
    const isReady = reasons.length === 0;
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? "ready" : "unready", reasons });
  });
}
