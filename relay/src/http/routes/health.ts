import type { Routes, Service } from "../Service.ts";

/** For balancers and supervisors: without a key, and without saying more than they need. */
export function healthRoutes(app: Routes, { unready, isDraining }: Service): void {
  app.get("/livez", { schema: { summary: "The process answers", response: {} } }, async () => ({ status: "alive" }));

  app.get("/readyz", { schema: { summary: "It can take requests and send them", response: {} } }, async (_, reply) => {
    const reasons = isDraining() ? ["draining"] : await unready();
    return reply
      .code(reasons.length === 0 ? 200 : 503)
      .send({ status: reasons.length === 0 ? "ready" : "unready", reasons });
  });
}
