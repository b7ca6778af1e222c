/** What the most frequent entities stand for. */
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "a space",
  shy: "a hyphen",
  lsquo: "‘",
  rsquo: "’",
  sbquo: "‚",
  ldquo: "“",
  rdquo: "”",
  bdquo: "„",
  laquo: "«",
  raquo: "»",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  middot: "·",
  bull: "•",
  copy: "©",
  reg: "®",
  trade: "™",
  deg: "°",
  euro: "€",
  pound: "£",
  yen: "¥",
  agrave: "à",
  aacute: "á",
  acirc: "â",
  atilde: "ã",
  auml: "ä",
  aring: "å",
  aelig: "æ",
  ccedil: "ç",
  egrave: "è",
  eacute: "é",
  ecirc: "ê",
  euml: "ë",
  iacute: "í",
  icirc: "î",
  iuml: "ï",
  ntilde: "ñ",
  oacute: "ó",
  ocirc: "ô",
  ouml: "ö",
  oslash: "ø",
  uacute: "ú",
  ucirc: "û",
  uuml: "ü",
  szlig: "ß",
};

const NUMERIC = /&#(?:(\d{1,7})|[xX]([0-9a-fA-F]{1,6}));?/;
const NAMED = /&([a-zA-Z][a-zA-Z0-9]{1,31});/;
/** Browsers read these even without a semicolon. */
const BARE = /&(amp|lt|gt|quot|nbsp)(?![a-zA-Z0-9=])/i;
const TAG = /<\/?[a-zA-Z][^\s<>]*(?:\s[^<>]*)?\/?>|<\/?(?:script|style|img|svg|iframe|a|b|i|p|br)[\s/]|<!/;

/**
 * Says which HTML is in a text that must have none, because a page would show it differently from what a chain has.
 *
 * @returns A sentence; undefined if there is no HTML.
 */
export function htmlFault(text: string): string | undefined {
  return entityFault(text) ?? tagFault(text);
}

function entityFault(text: string): string | undefined {
  const numeric = NUMERIC.exec(text);
  const named = NAMED.exec(text) ?? BARE.exec(text);
  const isNumeric = numeric !== null && (named === null || numeric.index < named.index);
  const [entity] = (isNumeric ? numeric : named) ?? [];
  if (entity === undefined) return undefined;
  const stands = isNumeric ? character(numeric) : characterNamed(named?.[1] ?? "");
  return `this is HTML: \`${entity}\` stands for ${stands ?? "another character"}; write that character itself.`;
}

function characterNamed(name: string): string | undefined {
  const lower = ENTITIES[name.toLowerCase()];
  return /^\p{Lu}\p{Ll}/u.test(name) ? lower?.toUpperCase() : lower;
}

function character([, decimal, hex = ""]: RegExpExecArray): string | undefined {
  const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
  if (code === 0xa0) return ENTITIES.nbsp;
  const isPlain = code > 0x20 && code <= 0x10ffff && /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(String.fromCodePoint(code));
  return isPlain ? String.fromCodePoint(code) : undefined;
}

function tagFault(text: string): string | undefined {
  const [tag] = TAG.exec(text) ?? [];
  if (tag === undefined) return undefined;
  const shown = tag.length > 40 ? `${tag.slice(0, 40)}…` : tag;
  return `this is HTML: \`${shown}\` is a tag; write the text without tags.`;
}
