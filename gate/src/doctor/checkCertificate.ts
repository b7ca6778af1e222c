import { type Finding, findings } from "doorkey-server";
import type { Config } from "../config/Config.ts";
import { readCertificate } from "../http/certificate.ts";

const { good, doubtful, bad } = findings("certificate");

const DAY = 86_400;

/**
 * Whether the certificate fits the name and lasts the night.
 *
 * @param event.now Seconds since 1970.
 */
export async function checkCertificate(
  { tls, server: { name } }: Pick<Config, "tls" | "server">,
  { now, doorsCloseAt }: { readonly now: number; readonly doorsCloseAt: number | undefined },
): Promise<Finding> {
  if (tls === undefined) return good("There is none, and none is needed on one machine.");
  try {
    const { validFrom, validTo, isFor } = await readCertificate(tls);
    if (!isFor(name)) return bad(`The certificate is not for ${name}. Get one for that name.`);
    if (now < validFrom)
      return bad(`The certificate is good from ${dayOf(validFrom)} on only. Check this machine's clock.`);
    if (now >= validTo) return bad(`The certificate ran out on ${dayOf(validTo)}. Renew it.`);
    if (doorsCloseAt !== undefined && validTo < doorsCloseAt) {
      return bad(`The certificate runs out on ${dayOf(validTo)}, before doors close. Renew it now.`);
    }
    if (validTo < (doorsCloseAt ?? now) + DAY) return doubtful(`The certificate runs out soon, on ${dayOf(validTo)}.`);
    return good(`It is for ${name}, and good until ${dayOf(validTo)}, after doors close.`);
  } catch (error) {
    return bad(error instanceof Error ? error.message : String(error));
  }
}

const dayOf = (seconds: number): string =>
  `${new Date(seconds * 1_000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
