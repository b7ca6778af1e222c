import { Refusal } from "../problems/Refusal.ts";
import type { Refusals } from "./Refusals.ts";

/**
 * The refusal that a caller gets for an error. Only a Refusal shows its own text. Any other becomes a fixed one.
 * Undefined means an unforeseen error.
 */
export function refusalFrom(error: unknown, refusals: Refusals): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const own = refusals.ofError?.(error);
  if (own !== undefined || !(error instanceof Error)) return own;
  if ("validation" in error) return malformed(error, refusals);
  if (error instanceof URIError) return refusals.common("BODY_MALFORMED", { detail: "The path cannot be decoded." });
  return byCode("code" in error ? String(error.code) : "", refusals);
}

/** Fastify's own refusals. */
function byCode(code: string, { common }: Refusals): Refusal | undefined {
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return common("BODY_TOO_LARGE");
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return common("MEDIA_TYPE_UNSUPPORTED");
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
    case "FST_ERR_CTP_INVALID_JSON_BODY":
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
    case "FST_ERR_BAD_URL":
      return common("BODY_MALFORMED", { detail: "This cannot be read. It must be JSON of the announced length." });
    default:
      return undefined;
  }
}

/** Names the place and the kind of the first mistake, never the value. */
function malformed(error: Error, { common }: Refusals): Refusal {
  const validation: unknown = Reflect.get(error, "validation");
  const first: unknown = Array.isArray(validation) ? validation[0] : undefined;
  const [path, keyword] = ["instancePath", "keyword"].map((name) =>
    typeof first === "object" && first !== null ? String(Reflect.get(first, name) ?? "") : "",
  );
  const where = `${Reflect.get(error, "validationContext") ?? "body"}${path ?? ""}`;
  return common("BODY_MALFORMED", { detail: `${where} breaks the rule "${keyword}" of its schema.` });
}
