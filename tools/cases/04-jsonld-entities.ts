import type { Case } from "./Case.ts";
import { documentLines } from "./documents.ts";

const folder = "04-jsonld-entities";

export const row: Case = {
  folder,
  title: "HTML, invisible characters and other encodings",
  run: () =>
    documentLines(
      folder,
      {
        "ampersand.json": "Rock & Roll <3",
        "bidi.json": "name: must not contain U+202E, which turns the text around it.",
        "bom.json": "Night Ferry",
        "break-tag.json": "name: this is HTML: `<br/>` is a tag; write the text without tags.",
        "cut-off.json": "file: the file ends in the middle of a character; it was cut off.",
        "empty.json": "file: the file is empty.",
        "entities.json":
          "name: this is HTML: `&amp;` stands for &; write that character itself. location.name: this is HTML: `&#039;` stands for '; write that character itself. url: this is HTML: `&amp;` stands for &; write that character itself.",
        "escape.json": "name: must not contain line breaks or other control characters.",
        "latin1.json":
          'file: the byte E9 is not UTF-8 text, and would be "é" in ANSI (windows-1252); save the file as UTF-8.',
        "named-entity-in-venue.json":
          "location.name: this is HTML: `&eacute;` stands for é; write that character itself.",
        "newline.json": "name: must not contain line breaks or other control characters.",
        "no-semicolon.json": "name: this is HTML: `&amp` stands for &; write that character itself.",
        "numeric-entity.json": "name: this is HTML: `&#x2013;` stands for –; write that character itself.",
        "picture.json": "file: the file is not text; it has binary content.",
        "script-tag.json":
          "column 1: this is not JSON: it is HTML; save what is between <script> and </script> as a file of its own.",
        "tags.json": "name: this is HTML: `<strong>` is a tag; write the text without tags.",
        "trailing-comma.json": 'column 1: this is not JSON: expected a key in double quotes, found "}".',
        "utf16.json": "file: the file is UTF-16 text; save it as UTF-8.",
        "zero-width.json": "name: must not contain U+200B, which is invisible.",
      },
      ({ name }) => name,
    ),
};
