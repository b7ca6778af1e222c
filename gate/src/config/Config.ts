import type { ConfigFile } from "./schema.ts";

/** A checked configuration, with absolute paths. */
export type Config = Pick<ConfigFile, "event" | "lanes" | "policy" | "settle" | "supervisorPin"> & {
  /** Of the configuration, for messages. */
  readonly file: string;
  /** The line of a path such as `/lanes/0/classes`, for messages about what only the chain knows. */
  readonly lineOf: (path: string) => number | undefined;
  readonly rpc: readonly string[];
  readonly relay: { readonly url: string; readonly key: string | undefined } | undefined;
  readonly server: {
    readonly host: string;
    readonly port: number;
    readonly operatorPort: number;
    readonly name: string;
  };
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly data: string;
  /** A CSV file of references and rights. */
  readonly guests: string | undefined;
  readonly keys: { readonly scanner: string; readonly desk: string | undefined };
};
