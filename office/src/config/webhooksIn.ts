import type { Report } from "doorkey-server";
import type { Config } from "./Config.ts";
import { reportUrl } from "./reportUrl.ts";
import type { ConfigFile } from "./schema.ts";

/** A shorter secret could be guessed from one delivery. */
const LEAST_SECRET = 16;

/** Checks what the shape of the webhooks cannot: their addresses, secrets and shops. */
export function reportWebhooks({ webhooks, shops }: ConfigFile, env: NodeJS.ProcessEnv, report: Report): void {
  const { endpoints, allowPrivateAddresses } = webhooks;
  for (const [i, { id, url, secretFrom, shop }] of endpoints.entries()) {
    const at = (field: string) => `/webhooks/endpoints/${i}/${field}`;
    if (endpoints.findIndex((one) => one.id === id) < i) report(at("id"), `${id} is used twice`);
    reportUrl(at("url"), url, report);
    if (url.startsWith("http:") && !allowPrivateAddresses) {
      report(at("url"), "must be https, unless webhooks/allowPrivateAddresses is true");
    }
    const secret = env[secretFrom];
    if (!secret) report(at("secretFrom"), `the environment has no ${secretFrom}`);
    else if (secret.length < LEAST_SECRET) {
      report(at("secretFrom"), `${secretFrom} must have at least ${LEAST_SECRET} characters`);
    }
    if (shop !== undefined && shops.every((one) => one.id !== shop)) report(at("shop"), `shop ${shop} does not exist`);
  }
}

/** The checked webhooks, with their secrets. */
export function webhooksIn({ webhooks }: ConfigFile, env: NodeJS.ProcessEnv): Config["webhooks"] {
  return {
    ...webhooks,
    endpoints: webhooks.endpoints.map(({ id, url, secretFrom, shop }) => ({
      id,
      url,
      secret: env[secretFrom] ?? "",
      shop,
    })),
  };
}
