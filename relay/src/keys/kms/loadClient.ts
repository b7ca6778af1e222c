import { KeyError } from "../KeyError.ts";

/** The official client of a service, which only those install who use it. */
export async function loadClient<client>(packageName: string, load: () => Promise<client>): Promise<client> {
  try {
    return await load();
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
    if (!missing) throw error;
    throw new KeyError("KMS_CLIENT_MISSING", `Install it beside doorkey-relay: npm install ${packageName}`);
  }
}
