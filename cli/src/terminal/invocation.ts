import { sep } from "node:path";

/**
 * How a reader starts this program. Inside the repository, npm links it for npx. Elsewhere npx needs the name of the
 * package, which differs from the program's.
 */
export const DOORKEY = import.meta.dirname.includes(`${sep}node_modules${sep}`)
  ? "npx -p doorkey-cli doorkey"
  : "npx doorkey";
