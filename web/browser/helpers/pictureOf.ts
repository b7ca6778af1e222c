import { qrSvg } from "doorkey/code";
import type { Browser } from "playwright-core";

/** A QR code as a phone shows it. */
export async function pictureOf(browser: Browser, text: string): Promise<Uint8Array> {
  const page = await browser.newPage({ viewport: { width: 360, height: 360 } });
  await page.setContent(`<style>body{margin:0}</style>${qrSvg(text)}`);
  const png = await page.screenshot();
  await page.close();
  return png;
}
