import { readFileSync } from "node:fs";

/** Version of this package. `package.json` is one folder up from both the sources and the build. */
export const version: string = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
