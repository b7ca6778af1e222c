import type { TSchema } from "typebox";
import Value from "typebox/value";

/**
 * Every place where a value does not match a schema, in the words of the schema's `description`s.
 *
 * @example
 * shapeMistakes(ConfigFile, { version: 2 }); // [{ path: "/version", message: "must be 1" }, …]
 */
export function shapeMistakes(schema: TSchema, value: unknown): { path: string; message: string }[] {
  const mistakes = new Map<string, string>();
  const addOnce = (path: string, message: string) => {
    if (!mistakes.has(path)) mistakes.set(path, message);
  };
  for (const { keyword, instancePath, schemaPath, params } of Value.Errors(schema, value)) {
    switch (keyword) {
      case "additionalProperties":
        break; // each unknown property is also reported as `boolean`
      case "boolean":
        addOnce(instancePath, "is not known here");
        break;
      case "required":
        for (const name of listIn(params, "requiredProperties")) {
          addOnce(`${instancePath}/${name}`, withDescription("is missing", schema, `${schemaPath}/properties/${name}`));
        }
        break;
      default: {
        const description = descriptionAt(schema, schemaPath);
        addOnce(instancePath, description === undefined ? `has the wrong form (${keyword})` : `must be ${description}`);
      }
    }
  }
  return [...mistakes].map(([path, message]) => ({ path, message }));
}

function withDescription(message: string, schema: TSchema, schemaPath: string): string {
  const description = descriptionAt(schema, schemaPath);
  return description === undefined ? message : `${message}: ${description}`;
}

function listIn(params: unknown, name: string): string[] {
  const list: unknown = typeof params === "object" && params !== null && Reflect.get(params, name);
  return Array.isArray(list) ? list.map(String) : [];
}

function descriptionAt(schema: TSchema, schemaPath: string): string | undefined {
  let node: unknown = schema;
  for (const step of schemaPath.split("/").slice(1)) {
    node = typeof node === "object" && node !== null ? Reflect.get(node, step) : undefined;
  }
  const description: unknown = typeof node === "object" && node !== null && Reflect.get(node, "description");
  return typeof description === "string" ? description : undefined;
}
