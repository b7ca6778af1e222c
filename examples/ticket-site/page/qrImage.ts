import { qrModules } from "doorkey/buyer";

const SVG = "http://www.w3.org/2000/svg";

/** A QR symbol, black on white in any colour scheme, drawn as paths: no text becomes markup. */
export function qrImage(text: string, label?: string): SVGElement {
  const modules = qrModules(text);
  const size = modules.length;
  const image = element("svg", {
    viewBox: `0 0 ${size} ${size}`,
    "shape-rendering": "crispEdges",
    role: "img",
    ...(label !== undefined && { "aria-label": label }),
  });
  const dark = modules.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")));
  image.append(
    element("path", { fill: "#fff", d: `M0 0h${size}v${size}h-${size}z` }),
    element("path", { fill: "#000", d: dark.join("") }),
  );
  return image;
}

function element(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(SVG, name) as SVGElement;
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}
