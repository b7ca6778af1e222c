import type { Routes, Service } from "../Service.ts";

/** For balancers and supervisors. Needs no key and says only what they need. */
export function healthRoutes(app: Routes, { unready, isDraining }: Service): void {
  app.get("/livez", { schema: { summary: "The process answers", response: {} } }, async () => ({ status: "alive" }));

  app.get(
    "/readyz",
    { schema: { summary: "The relay can accept requests and send them", response: {} } },
    async (_, reply) => {
      const reasons = isDraining() ? ["draining"] : await unready();
      return reply
        .code(reasons.length === 0 ? 200 : 503)
        .send({ status: reasons.length === 0 ? "ready" : "unready", reasons });
    },
  );
}
