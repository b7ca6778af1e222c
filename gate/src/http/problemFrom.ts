import { ProblemError } from "../problems/ProblemError.ts";

/**
 * The problem that a caller gets for an error. Only a ProblemError shows its own text. Any other becomes a fixed
 * problem. Undefined means an unforeseen error.
 */
export function problemFrom(error: unknown): ProblemError | undefined {
  if (error instanceof ProblemError) return error;
  if (!(error instanceof Error)) return undefined;
  if ("validation" in error) return malformed(error);
  if (error instanceof URIError) return new ProblemError("BODY_MALFORMED", { detail: "The path cannot be decoded." });
  return byCode("code" in error ? String(error.code) : "");
}

/** Fastify's own refusals. */
function byCode(code: string): ProblemError | undefined {
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new ProblemError("BODY_TOO_LARGE");
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new ProblemError("MEDIA_TYPE_UNSUPPORTED");
    case "FST_ERR_CTP_EMPTY_JSON_BODY":
    case "FST_ERR_CTP_INVALID_JSON_BODY":
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
    case "FST_ERR_BAD_URL":
      return new ProblemError("BODY_MALFORMED", {
        detail: "The hub cannot read this. It expects JSON of the announced length.",
      });
    default:
      return undefined;
  }
}

/** Names the place and the kind of the first mistake, never the value. */
function malformed(error: Error): ProblemError {
  const validation: unknown = Reflect.get(error, "validation");
  const first: unknown = Array.isArray(validation) ? validation[0] : undefined;
  const [path, keyword] = ["instancePath", "keyword"].map((name) =>
    typeof first === "object" && first !== null ? String(Reflect.get(first, name) ?? "") : "",
  );
  const where = `${Reflect.get(error, "validationContext") ?? "body"}${path ?? ""}`;
  // Too many rows are a refusal of their own, because a gate then sends fewer.
  if (keyword === "maxItems" && path === "/rows") return new ProblemError("ROWS_TOO_MANY");
  return new ProblemError("BODY_MALFORMED", { detail: `${where} breaks the rule "${keyword}" of its schema.` });
}
