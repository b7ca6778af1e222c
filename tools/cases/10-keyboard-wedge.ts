import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseCode, sentenceFor } from "doorkey/code";
import { codes } from "../../vectors/read.ts";
import type { Case, CaseLine } from "./Case.ts";

const FOLDER = "10-keyboard-wedge";
const UNREAD = "scanner-layout: The scanner types another keyboard layout";

/** What hosts show for these keys of a US keyboard: digits, letters with Shift, then ` $%*+-./:]`. */
const HOSTS: Readonly<Record<string, string>> = {
  German: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXZY $%(`ß.-Ö+",
  French: "à&é\"'(-è_çQBCDEFGHIJKL?NOPARSTUVZXYW 458+):!M$",
  Spanish: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%(¿'.-Ñ+",
  Italian: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%(^'.-ç+",
  British: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:]",
  Swedish: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ¤%(`+.-Ö¨",
  "Swedish, Apple": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ €%(`+.-Ö¨",
  Norwegian: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ¤%(`+.-Ø¨",
  Danish: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ¤%(`+.-Æ¨",
  "Swiss German": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXZY ç%(`'.-é¨",
  Belgian: "à&é\"'(§è!çQBCDEFGHIJKL?NOPARSTUVZXYW 458_):=M$",
  "Turkish Q": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ +%(_*ç.Şü",
  Japanese: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%(~-./+[",
  Dvorak: '0123456789AXJE>UIDCHTNMBRL"POYGK<QF: $%*}[vzS=',
  Russian: "0123456789ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯ ;%*+-ю.Жъ",
  Czech: 'é+ěščřžýáíABCDEFGHIJKLMNOPQRSTUVWXZY 458ˇ=.-")',
  Neo: "0123456789UZÄALEOSGNRTMBFQXCIWHPVÖKÜ »«„¸-.jD´",
  Thai: 'จๅ/-ภถุึคตฤฺฉฏฎโฌ็ณ๋ษศ?์ฯญ๐ฑฆธ๊ฮ")ํ( ๓๔๕๙ขใฝซล',
};
const KEYS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:]";

/** Hosts that cannot be read: no table has them, or two layouts of a country differ only in Y and Z. */
const UNKNOWN = ["Czech", "Neo", "Thai"];

const typed = (text: string, shown: string) => Array.from(text, (key) => shown.charAt(KEYS.indexOf(key))).join("");
const withCapsLock = (text: string) =>
  text.replace(/[^ß]/gu, (sign) => (sign === sign.toLowerCase() ? sign.toUpperCase() : sign.toLowerCase()));

function resultOf(scanned: string): string {
  const read = parseCode(scanned);
  if (read.status === "parsed") return `serial ${read.serial}, ${read.proof.rs.slice(0, 10)}`;
  return read.reason === "scanner-layout" && sentenceFor(read).startsWith(UNREAD.slice(16)) ? UNREAD : read.reason;
}

async function inFolder(): Promise<CaseLine[]> {
  const file = join(import.meta.dirname, "../../cases", FOLDER, "scans.txt");
  const scans = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  const read = ["serial 2048, 0x4d2faba3", "serial 2049, 0x68bdc2d6", "serial 2051, 0x449da812"];
  return scans.map((scanned, i) => ({
    input: `scans.txt, line ${i + 1}`,
    expected: read[i] ?? UNREAD,
    actual: resultOf(scanned),
  }));
}

function onHosts(): CaseLine[] {
  const texts = codes().good.map(({ text }) => text);
  return Object.entries(HOSTS).flatMap(([host, shown], i) => {
    const text = texts[i % texts.length] as string;
    const expected = UNKNOWN.includes(host) ? UNREAD : resultOf(text);
    return [
      { input: `a ${host} host`, expected, actual: resultOf(typed(text, shown)) },
      { input: `a ${host} host, AIM prefix`, expected, actual: resultOf(typed(`]Q1${text}`, shown)) },
      { input: `a ${host} host, Caps Lock`, expected, actual: resultOf(withCapsLock(typed(text, shown))) },
    ];
  });
}

function framed(): CaseLine[] {
  const [text = ""] = codes().good.map((vector) => vector.text);
  const frames: Readonly<Record<string, string>> = {
    "line ends": `${text}\r\n`,
    blanks: `  ${text}  `,
    "STX and ETX": `\u0002${text}\u0003`,
    "an AIM prefix": `]Q1${text}`,
    "STX, an AIM prefix, ETX and a line end": `\u0002]Q3${text}\u0003\r`,
    "Caps Lock": withCapsLock(text),
    "control characters": `\u0000\u001d${text}\u001d\u0004`,
    "full width": text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
  };
  return Object.entries(frames).map(([input, scanned]) => ({
    input,
    expected: resultOf(text),
    actual: resultOf(scanned),
  }));
}

const OTHERS: readonly string[] = ["https://tickets.example/orders/17", "4006381333931", "HELLO", "", "E1:"];

export const row: Case = {
  folder: FOLDER,
  title: "scanners that type US keys into hosts with other keyboard layouts",
  run: async () => [
    ...(await inFolder()),
    ...onHosts(),
    ...framed(),
    ...OTHERS.map((input) => ({ input: `"${input}"`, expected: "not-a-code", actual: resultOf(input) })),
  ],
};
