import { fileURLToPath } from "node:url";

/** The folder of the package. */
export const SDK = fileURLToPath(new URL("..", import.meta.url));
