import { prepare } from "../../intake/prepare.ts";
import { callerOf } from "../auth.ts";
import { type Routes, refuseIfDraining, type Service } from "../Service.ts";
import { PrepareBody, Prepared, Problem } from "../schemas.ts";

export function prepareRoutes(app: Routes, service: Service): void {
  app.post(
    "/v1/prepare",
    {
      schema: {
        summary: "The request to sign for a call, with measured gas, a free nonce and the key that will send it",
        security: [{ key: [] }],
        body: PrepareBody,
        response: { 200: Prepared, "4xx": Problem, "5xx": Problem },
      },
    },
    async (request) => {
      refuseIfDraining(service);
      return prepare(service.intake, callerOf(request), request.body);
    },
  );
}
