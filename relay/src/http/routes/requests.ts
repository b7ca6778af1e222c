import type { RequestStatus as Status } from "doorkey/relay";
import { cancelDigest } from "doorkey/relay";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Static, Type } from "typebox";
import { admitDrawActs } from "../../intake/admitDrawActs.ts";
import { admitRequests } from "../../intake/admitRequests.ts";
import { admitReturns } from "../../intake/admitReturns.ts";
import type { Answer } from "../../intake/Item.ts";
import { ProblemError, problemOf } from "../../problems/ProblemError.ts";
import { cancelQueued, requestRow, statusOf } from "../../storage/index.ts";
import { callerOf } from "../auth.ts";
import { isCancelledBy } from "../cancelProof.ts";
import { type Routes, refuseIfDraining, type Service } from "../Service.ts";
import {
  DigestText,
  DrawActsBody,
  Problem,
  RequestStatus,
  RequestsBody,
  ReturnsBody,
  SignatureHeader,
  Submitted,
} from "../schemas.ts";

const params = Type.Object({ digest: DigestText });

/** Accepts requests of teams, returns of holders and acts at draws, and reports their status. */
export function requestRoutes(app: Routes, service: Service): void {
  const { intake } = service;
  const response = { 202: Submitted, "4xx": Problem, "5xx": Problem };

  app.post(
    "/v1/requests",
    {
      schema: { summary: "Hands over 1 to 100 signed requests", security: [{ key: [] }], body: RequestsBody, response },
    },
    async (request, reply) => {
      refuseIfDraining(service);
      const answers = await admitRequests(intake, callerOf(request), request.body.requests);
      return submitted(service, "request", answers, request, reply);
    },
  );

  app.post(
    "/v1/returns",
    { schema: { summary: "Hands over 1 to 100 returns that holders signed", body: ReturnsBody, response } },
    async (request, reply) => {
      refuseIfDraining(service);
      const answers = await admitReturns(intake, callerOf(request), request.body.returns);
      return submitted(service, "return", answers, request, reply);
    },
  );

  app.post(
    "/v1/draw-acts",
    { schema: { summary: "Hands over 1 to 100 acts at draws, which anyone may make", body: DrawActsBody, response } },
    async (request, reply) => {
      refuseIfDraining(service);
      const answers = await admitDrawActs(intake, callerOf(request), request.body.acts);
      return submitted(service, "act", answers, request, reply);
    },
  );

  app.get(
    "/v1/requests/:digest",
    { schema: { summary: "The status of a request", params, response: { 200: RequestStatus, "4xx": Problem } } },
    async ({ params: { digest } }): Promise<Status> => {
      const status = await statusOf(intake.db, digest);
      if (status === undefined) throw new ProblemError("REQUEST_UNKNOWN");
      return status;
    },
  );

  app.delete(
    "/v1/requests/:digest",
    {
      schema: {
        summary: "Cancels a queued request, for its signer or its sponsor",
        security: [{ key: [] }],
        params,
        headers: SignatureHeader,
        response: { 200: RequestStatus, "4xx": Problem },
      },
    },
    async (request): Promise<Status> => {
      const { digest } = request.params;
      const row = await requestRow(intake.db, digest);
      if (row === undefined) throw new ProblemError("REQUEST_UNKNOWN");
      const { chain, sponsors } = intake.config();
      const signature = request.headers["doorkey-signature"];
      const { keyHash } = callerOf(request);
      const ownKeys = sponsors.find(({ id }) => id === row.sponsor)?.keyHashes ?? [];
      const mayCancel =
        (keyHash !== undefined && ownKeys.includes(keyHash)) ||
        (signature !== undefined &&
          isCancelledBy(
            row,
            cancelDigest({ chainId: chain.id, forwarder: chain.contracts.GasRelayForwarder }, row.digest),
            signature,
          ));
      if (!mayCancel) throw new ProblemError("PROOF_INVALID");

      const cancelled = await cancelQueued(intake.db, digest);
      if (cancelled.result === "unknown") throw new ProblemError("REQUEST_UNKNOWN");
      if (cancelled.result === "too_late") {
        throw new ProblemError("REQUEST_NOT_QUEUED", { detail: `The request is ${cancelled.status.state}.` });
      }
      return cancelled.status;
    },
  );
}

/** A refused item refuses the call if it is the only one. Among several it is one of the results. */
function submitted(
  { metrics }: Service,
  kind: Status["kind"],
  answers: readonly Answer[],
  request: FastifyRequest,
  reply: FastifyReply,
): Static<typeof Submitted> {
  const [only] = answers;
  Object.assign(request, { sponsors: answers.flatMap((answer) => ("sponsor" in answer ? [answer.sponsor] : [])) });
  if (answers.length === 1 && only !== undefined && "problem" in only) throw only.problem;
  reply.code(202);
  return {
    results: answers.map((answer) => {
      if ("status" in answer) {
        metrics.accepted(kind);
        return { digest: answer.digest, status: answer.status };
      }
      metrics.refused(answer.problem.code);
      const problem = problemOf(answer.problem, request.id);
      return answer.digest === undefined ? { problem } : { digest: answer.digest, problem };
    }),
  };
}
