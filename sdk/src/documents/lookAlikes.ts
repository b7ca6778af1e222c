/** Letters of other scripts, in lower case or in capitals, that look like one of the Latin alphabet. */
const LATIN_OF: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: "аαɑ",
    b: "ЬВΒ",
    c: "сСϲⅽ",
    d: "ԁⅾ",
    e: "еЕΕ",
    g: "ɡ",
    h: "һНΗ",
    i: "іІΙιıӏӀ",
    j: "јЈ",
    k: "КΚкκ",
    l: "ⅼ",
    m: "МΜⅿ",
    n: "Νո",
    o: "оОοΟօՕσ०٥",
    p: "рРρΡ",
    q: "ԛ",
    r: "г",
    s: "ѕЅՏ",
    t: "ТΤт",
    u: "υսՍ",
    v: "νѵⅴ",
    w: "ԝѡ",
    x: "хХχΧⅹ",
    y: "уУҮγΥ",
    z: "ΖᴢΖ",
    A: "АΑ",
  }).flatMap(([latin, others]) => [...others].map((other): [string, string] => [other, latin.toLowerCase()])),
);

/** Scripts whose words have letters that look Latin, and so may be mixed up with it. */
const SCRIPTS = {
  Latin: /\p{Script=Latin}/u,
  Cyrillic: /\p{Script=Cyrillic}/u,
  Greek: /\p{Script=Greek}/u,
  Armenian: /\p{Script=Armenian}/u,
  Cherokee: /\p{Script=Cherokee}/u,
} as const;
type Script = keyof typeof SCRIPTS;

/**
 * What a name looks like: the same text for two names that people cannot distinguish, because letters of several
 * scripts look alike, or because only case, spaces, widths or digits such as 0 and 1 differ.
 */
export function appearanceOf(name: string): string {
  const plain = [...name.normalize("NFKC")].map((letter) => LATIN_OF.get(letter) ?? letter).join("");
  return [...plain.toLowerCase()]
    .map((letter) => LATIN_OF.get(letter) ?? letter)
    .join("")
    .replace(/[\s\u200b-\u200d]+/gu, "")
    .replace(/\p{Pd}/gu, "-")
    .replace(/[1|i]/g, "l")
    .replaceAll("0", "o");
}

/**
 * Finds a word that mixes scripts whose letters look alike, such as `VІP` with a Cyrillic letter.
 *
 * @returns The word, the letter and its script; undefined if every word is of one script.
 */
export function mixedWord(
  name: string,
): { readonly word: string; readonly letter: string; readonly script: Script } | undefined {
  for (const word of name.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []) {
    const counts = countScripts(word);
    const [most, ...others] = [...counts].sort(([, a], [, b]) => b.length - a.length);
    const [other] = others;
    if (most === undefined || other === undefined) continue;
    return { word, letter: other[1][0] ?? "", script: other[0] };
  }
  return undefined;
}

/**
 * Finds a word of another script whose letters all look Latin, in names that have no other letter of that script, such
 * as `СОРА` beside `COPA`.
 */
export function disguisedWord(
  name: string,
  others: readonly string[],
): { readonly word: string; readonly script: Script } | undefined {
  for (const word of name.match(/[\p{L}\p{M}]{2,}/gu) ?? []) {
    const [[script, letters] = [undefined, []], second] = [...countScripts(word)];
    if (script === undefined || script === "Latin" || second !== undefined) continue;
    const looksLatin = (letter: string): boolean => /[a-z]/.test(appearanceOf(letter));
    if (letters.length < [...word].length || !letters.every(looksLatin)) continue;
    const rest = others.flatMap((other) => [...other].filter((letter) => SCRIPTS[script].test(letter)));
    if (rest.every(looksLatin)) return { word, script };
  }
  return undefined;
}

function countScripts(word: string): ReadonlyMap<Script, string[]> {
  const counts = new Map<Script, string[]>();
  for (const letter of word) {
    for (const [script, pattern] of Object.entries(SCRIPTS) as [Script, RegExp][]) {
      if (!pattern.test(letter)) continue;
      const letters = counts.get(script) ?? [];
      letters.push(letter);
      counts.set(script, letters);
    }
  }
  return counts;
}
