import { Type } from "typebox";
import { PARTS, type PartHealth, wholeOf } from "../../metrics/readiness.ts";
import type { Routes, Service } from "../Service.ts";

/** For balancers and supervisors. Needs no key and says only what they need. */
export function healthRoutes(app: Routes, { readiness, isDraining }: Service): void {
  app.get("/livez", { schema: { summary: "The process answers", response: {} } }, async () => ({ status: "alive" }));

  app.get(
    "/readyz",
    { schema: { summary: "The relay accepts requests, sends them and answers questions", response: {} } },
    async (_, reply) => {
      const answer = answerOf(wholeOf(await readiness()), isDraining());
      return reply.code(answer.status === "ready" ? 200 : 503).send(answer);
    },
  );

  app.get(
    "/readyz/:part",
    {
      schema: {
        summary: "This part of the relay does its work: it accepts requests, sends them, or answers questions",
        params: Type.Object({ part: Type.Enum([...PARTS]) }),
        response: {},
      },
    },
    async (request, reply) => {
      const answer = answerOf((await readiness())[request.params.part], isDraining());
      return reply.code(answer.status === "ready" ? 200 : 503).send(answer);
    },
  );
}

/** A process that stops accepts no connections soon, whatever it could still do. */
function answerOf({ reasons, warnings }: PartHealth, draining: boolean) {
  const all = draining ? ["This process is stopping.", ...reasons] : reasons;
  return { status: all.length === 0 ? "ready" : "unready", reasons: all, warnings };
}
