/** A way into a document: keys of objects and places in lists. */
export type Path = readonly (string | number)[];

/** `doorkey.classes.standing.seats[0]` */
export function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}
