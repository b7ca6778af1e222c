export type { CookieSerializeOptions } from "@fastify/cookie"; // with it, requests have cookies
export { type OperatorApi, operatorApi } from "./cli/operatorApi.ts";
export {
  bad,
  bold,
  CommandError,
  doubtful,
  exitCode,
  good,
  type Output,
  processOutput,
  showQr,
  table,
} from "./cli/output.ts";
export { ConfigError, type Mistake, type Report } from "./config/mistakes.ts";
export { shapeMistakes } from "./config/shapeMistakes.ts";
export { parseYaml, type YamlText } from "./config/yaml.ts";
export { type Finding, findings } from "./doctor/Finding.ts";
export { type Attempts, createAttempts } from "./http/Attempts.ts";
export { type Base, createBase, type Routes } from "./http/base.ts";
export { bearerIn } from "./http/bearerIn.ts";
export { type Closable, closerOf } from "./http/closerOf.ts";
export { hasBearer } from "./http/hasBearer.ts";
export { pageRoutes } from "./http/page.ts";
export { createStreams, type StreamEvent, type Streams } from "./http/Streams.ts";
export { addressInKeystore } from "./keys/addressInKeystore.ts";
export { KeyError } from "./keys/KeyError.ts";
export { createKeystore, keepKey, openKeystore, passwordIn } from "./keys/keystore.ts";
export { type CommonCode, commonProblems, type ProblemRow, problemRow } from "./problems/commonProblems.ts";
export { type Problem, problemOf, Refusal } from "./problems/Refusal.ts";
export { sentenceOf } from "./problems/sentenceOf.ts";
export { type Cleanup, createCleanup } from "./start/cleanup.ts";
export { type ChainAccess, connector } from "./start/connector.ts";
export { type OperatorFile, operatorToken, readOperatorFile, writeOperatorFile } from "./start/operatorFile.ts";
export { isOfDisk, sqliteCode } from "./storage/sqliteErrors.ts";
export { circuitBreaker } from "./webhooks/circuitBreaker.ts";
export { post } from "./webhooks/post.ts";
export { isPrivateAddress } from "./webhooks/privateAddresses.ts";
export { publicFetch } from "./webhooks/publicFetch.ts";
export { isDeliverySigned, SIGNATURE_HEADER, signDelivery } from "./webhooks/signature.ts";
export {
  type Deliveries,
  type Delivery,
  type DeliveryQueue,
  startDeliveries,
  type WebhookEndpoint,
} from "./webhooks/startDeliveries.ts";
