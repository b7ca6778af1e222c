import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Static, Type } from "typebox";
import Value from "typebox/value";

/** Where commands on this machine reach a server, and what opens it for them. */
const OperatorFile = Type.Object({ url: Type.String(), token: Type.String({ minLength: 20 }) });
export type OperatorFile = Readonly<Static<typeof OperatorFile>>;

const pathIn = (folder: string) => join(folder, "operator.json");

/** What a server wrote into its data folder. Undefined if none ever ran there. */
export async function readOperatorFile(folder: string): Promise<OperatorFile | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(pathIn(folder), "utf8"));
    return Value.Check(OperatorFile, value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The token of earlier starts, or a new one. */
export async function operatorToken(folder: string, server: string): Promise<string> {
  return (await readOperatorFile(folder))?.token ?? `dk_${server}_${randomBytes(32).toString("base64url")}`;
}

/** Tells commands on this machine where the server is. Only its user can read the file. */
export async function writeOperatorFile(folder: string, file: OperatorFile): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(pathIn(folder), `${JSON.stringify(file)}\n`, { mode: 0o600 });
}
