import { encodeQR } from "qr";
import { assertText } from "../core/assertText.ts";
import { given } from "../core/given.ts";

// Quiet zone of four modules, as the standard requires. Without it readers miss the symbol on a busy screen.
const BORDER = 4;

/** A text that the alphanumeric mode can write at 5.5 bits a character, such as an entry code. */
const ALPHANUMERIC = /^[0-9A-Z $%*+\-./:]*$/;

/**
 * The QR symbol of a code or a link at ECC Q, row by row with its quiet zone; true is dark. ECC Q survives the glare on
 * a phone's glass, and an entry code never needs more than version 8.
 *
 * @example
 * import { qrModules } from "doorkey/buyer";
 *
 * const version = (text: string) => (qrModules(text).length - 8 - 17) / 4;
 */
export function qrModules(text: string): readonly (readonly boolean[])[] {
  assertText("text", text);
  return encodeQR(text, "raw", {
    ecc: "quartile",
    encoding: ALPHANUMERIC.test(text) ? "alphanumeric" : "byte",
    border: BORDER,
  });
}

/**
 * The QR symbol as SVG, black on white in any colour scheme. Show it 280 CSS pixels wide or more.
 *
 * @example
 * import { qrSvg, type ShownCode } from "doorkey/buyer";
 *
 * const paint = (view: HTMLElement, code: ShownCode) => {
 *   view.innerHTML = qrSvg(code.text);
 * };
 */
export function qrSvg(text: string): string {
  const modules = qrModules(text);
  const size = modules.length;
  const dark = modules.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" role="img">` +
    `<path fill="#fff" d="M0 0h${size}v${size}h-${size}z"/><path fill="#000" d="${dark.join("")}"/></svg>`
  );
}

/**
 * Paints the QR symbol on a canvas, which takes the symbol's size in whole pixels.
 *
 * @param options.scale Pixels per module. Defaults to 6.
 * @example
 * import { qrCanvas, type ShownCode } from "doorkey/buyer";
 *
 * const paint = (canvas: HTMLCanvasElement, code: ShownCode) => qrCanvas(canvas, code.text, { scale: 8 });
 */
export function qrCanvas(
  canvas: HTMLCanvasElement | OffscreenCanvas,
  text: string,
  options: { readonly scale?: number } = {},
): void {
  given("canvas", canvas, "getContext");
  const { scale = 6 } = given("options", options);
  const modules = qrModules(text);
  canvas.width = canvas.height = modules.length * scale;
  const context = canvas.getContext("2d") as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null;
  if (context === null) return;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = "#000";
  for (const [y, row] of modules.entries()) {
    for (const [x, isDark] of row.entries()) if (isDark) context.fillRect(x * scale, y * scale, scale, scale);
  }
}

/**
 * The QR symbol for a terminal, two rows of modules in each line, black on white in any colour scheme.
 *
 * @example
 * import { qrTerminal } from "doorkey/buyer";
 *
 * console.log(qrTerminal("E1:EXAMPLE"));
 */
export function qrTerminal(text: string): string {
  const modules = qrModules(text);
  const lines: string[] = [];
  for (const [y, upper] of modules.entries()) {
    if (y % 2 === 1) continue;
    const lower = modules[y + 1] ?? [];
    const halves = upper.map((top, x) => (top ? (lower[x] ? "█" : "▀") : lower[x] ? "▄" : " "));
    lines.push(`\u001b[38;5;16;48;5;231m${halves.join("")}\u001b[0m`);
  }
  return lines.join("\n");
}
