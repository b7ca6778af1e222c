/** The headers with which every server must serve the page's files. */

export type Headers = { readonly [name: string]: string };
/** Headers by path. A server serves these paths and no others. */
export type HeaderTable = { readonly [path: string]: Headers };

/** Whom the scripts of a page may ask. The wallet asks sellers, whose hosts its links name. */
const CONNECT = { gate: "'self'", wallet: "'self' https:", "box-office": "'self'" } as const;

export type PageName = keyof typeof CONNECT;

const pagePolicy = (page: PageName) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src ${CONNECT[page]}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types doorkey",
  ].join("; ");

/** Only the reader of camera frames may compile WebAssembly, because its policy is its own, not the page's. */
const DECODER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

const TYPES: { readonly [ending: string]: string } = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  wasm: "application/wasm",
  svg: "image/svg+xml",
  png: "image/png",
  webmanifest: "application/manifest+json",
};

/**
 * The headers of a file of a page.
 *
 * @param path From the page's root, such as `/assets/gate-1A2B.js`.
 * @param page The page that it is of.
 */
export function headersOf(path: string, page: PageName): Headers {
  const ending = path === "/" ? "html" : path.slice(path.lastIndexOf(".") + 1);
  const type = TYPES[ending];
  if (type === undefined) throw new Error(`${path} has an ending for which securityHeaders.ts has no type`);
  return {
    "content-type": type,
    // A name with a hash never has other bytes.
    "cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    "content-security-policy": /^\/assets\/decode-/.test(path) ? DECODER_POLICY : pagePolicy(page),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(), geolocation=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}
