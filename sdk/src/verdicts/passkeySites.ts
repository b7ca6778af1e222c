import { PageError } from "../core/PageError.ts";

/** Where passkeys were created. */
export type PasskeySite = {
  /** Origin of the buyer's page, such as "https://tickets.example". A path after it is ignored. */
  readonly origin: string;
  /** Domain that the passkeys belong to: the page's host or a parent of it. Defaults to the host. */
  readonly rpId?: string | undefined;
  /** Refuse passkeys of this site that can leave their device. */
  readonly refuseSynced?: boolean | undefined;
};

/** A site as a passkey's client data names it. */
export type CheckedSite = { readonly origin: string; readonly rpId: string; readonly refuseSynced: boolean };

/** The sites of a policy in the form that browsers write. Throws VALUE_INVALID for a value that is not a site. */
export function passkeySites(sites: readonly PasskeySite[] = []): CheckedSite[] {
  return sites.map(({ origin, rpId, refuseSynced = false }, i) => {
    const url = urlOf(origin);
    if (url === undefined || !mayHavePasskeys(url)) {
      throw invalid(`passkeys[${i}].origin must be an origin such as "https://tickets.example", not "${origin}".`);
    }
    const domain = rpId === undefined ? url.hostname : urlOf(`https://${rpId}`)?.host;
    if (domain === undefined || !(url.hostname === domain || url.hostname.endsWith(`.${domain}`))) {
      throw invalid(`passkeys[${i}].rpId must be ${url.hostname} or a parent domain, not "${rpId}".`);
    }
    return { origin: url.origin, rpId: domain, refuseSynced };
  });
}

/** Browsers create passkeys over https, and without it on localhost alone. */
function mayHavePasskeys({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && /(^|\.)localhost$/.test(hostname));
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function invalid(detail: string): PageError {
  return new PageError("VALUE_INVALID", { details: [detail] });
}
