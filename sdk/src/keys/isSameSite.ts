/**
 * Whether two origins belong to one site, so that the browser gives their pages the same storage. Only the browser
 * knows where a site ends (`co.uk` is none, `shop.example` is one): it takes no cookie for anything wider.
 */
export function isSameSite(one: string, other: string): boolean {
  const [a, b] = [urlOf(one), urlOf(other)];
  if (a === undefined || b === undefined || a.protocol !== b.protocol) return false;
  if (a.hostname === b.hostname) return true;
  const shared = sharedDomain(a.hostname, b.hostname);
  return shared !== "" && takesCookies(shared);
}

function urlOf(origin: string): URL | undefined {
  try {
    return new URL(origin);
  } catch {
    return undefined;
  }
}

/** The longest domain that both hosts are, or are below. */
function sharedDomain(one: string, other: string): string {
  const [a, b] = [one.split(".").reverse(), other.split(".").reverse()];
  const differs = a.findIndex((label, i) => label !== b[i]);
  return a
    .slice(0, differs < 0 ? a.length : differs)
    .reverse()
    .join(".");
}

function takesCookies(domain: string): boolean {
  const name = `doorkey-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
  const write = (value: string) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API answers later, and not in every browser.
    document.cookie = `${name}=${value}; domain=${domain}; path=/; samesite=strict`;
  };
  try {
    write("1");
    const taken = document.cookie.includes(`${name}=1`);
    write("; max-age=0");
    return taken;
  } catch {
    return false;
  }
}
