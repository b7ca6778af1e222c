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
 */
export function openBrowser(film?: string): Promise<Browser> {
  const camera = [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-video-capture=${film}`,
  ];
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: film === undefined ? FLAGS : [...FLAGS, ...camera],
  });
}
