import type { TSchema } from "typebox";
import { WEBHOOKS } from "../webhooks/schemas.ts";
import { Problem, Purchase, SHOP_ROUTES } from "./shopSchemas.ts";

type Route = {
  readonly method: string;
  readonly url: string;
  readonly schema: {
    readonly summary: string;
    readonly body?: TSchema;
    readonly params?: TSchema & { readonly properties: Readonly<Record<string, TSchema>> };
    readonly response: Readonly<Record<string, TSchema>>;
  };
};

/** What several places share. */
const COMPONENTS = { Problem, Purchase };

const WHY = {
  200: "As it is now.",
  201: "It is new.",
} as const;

/**
 * The interface of shops as OpenAPI 3.1: the routes of purchases, and the webhooks. It is made of the schemas that the
 * routes check.
 *
 * @param version Of the office.
 * @example
 * await writeFile("openapi.json", JSON.stringify(shopApi("0.1.0"), undefined, 2));
 */
export function shopApi(version: string): object {
  const routes = Object.values<Route>(SHOP_ROUTES);
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.url.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return plain({
    openapi: "3.1.0",
    info: {
      title: "Doorkey office, for shops",
      version,
      description: "A paid order becomes an invitation, which the buyer's phone claims. Times are seconds since 1970.",
    },
    security: [{ key: [] }],
    paths,
    webhooks: Object.fromEntries(
      Object.entries<TSchema & { readonly description?: string }>(WEBHOOKS).map(([type, schema]) => [
        type,
        { post: webhookOf(schema) },
      ]),
    ),
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer", description: "the shop's key" } },
      schemas: COMPONENTS,
    },
  });
}

function operationOf({ schema: { summary, body, params, response } }: Route): object {
  const json = (schema: TSchema) => ({ "application/json": { schema: shared(schema) } });
  const answers = Object.entries(response).map(([status, schema]) => [
    status,
    { description: WHY[Number(status) as keyof typeof WHY], content: json(schema) },
  ]);
  const refused = {
    description: "Refused.",
    content: { "application/problem+json": { schema: shared(Problem) } },
  };
  const parameters = Object.entries(params?.properties ?? {}).map(([name, schema]) => ({
    ...{ name, in: "path", required: true, schema },
  }));
  return {
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: { required: true, content: json(body) } }),
    responses: { ...Object.fromEntries(answers), default: refused },
  };
}

/** A reference to a schema that is among the components. */
function shared(schema: TSchema): object {
  const name = Object.entries<TSchema>(COMPONENTS).find(([, one]) => one === schema)?.[0];
  return name === undefined ? schema : { $ref: `#/components/schemas/${name}` };
}

function webhookOf({ description, ...schema }: TSchema & { readonly description?: string }): object {
  const signature = {
    ...{ name: "doorkey-webhook-signature", in: "header", required: true },
    description: "t=<seconds>,v1=<HMAC-SHA256 of `seconds.body` under the endpoint's secret, in hex>",
    schema: { type: "string" },
  };
  return {
    summary: description,
    security: [],
    parameters: [signature],
    requestBody: { required: true, content: { "application/json": { schema } } },
    responses: { "2XX": { description: "Taken. Any other answer, or none within ten seconds: it is posted again." } },
  };
}

/** Without what schemas carry beside their JSON. */
function plain(value: object): object {
  return JSON.parse(JSON.stringify(value));
}
