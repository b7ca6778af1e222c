/** Chromium for the pages' tests. Its camera shows the pictures of a file. */
import { type Browser, chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts Debian's Chromium, or the one in CHROMIUM.
 *
 * @param film A file of frames for the camera. Without one the browser has no camera.
 * @param options.flags More of them, and `home` where it looks for certificate authorities. Defaults to this user's.
 */
export function openBrowser(film?: string, { flags = [], home }: openBrowser.Options = {}): Promise<Browser> {
  const camera = [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${film}`,
  ];
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: [...FLAGS, ...(film === undefined ? [] : camera), ...flags],
    ...(home !== undefined && { env: { ...process.env, HOME: home } }),
  });
}

export declare namespace openBrowser {
  type Options = { readonly flags?: readonly string[]; readonly home?: string };
}
