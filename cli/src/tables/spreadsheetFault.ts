const AS_TEXT = "format the column as text, and export it again";

const MONTHS = "jan|feb|mar|m[äa]r|mrz|apr|avr|may|mai|jun|juin|jul|juil|aug|août|ago|sep|sept|oct|okt|nov|dec|dez|déc";

/** Forms that a spreadsheet gives to a value that it took for something else. */
const FORMS: readonly (readonly [form: RegExp, what: string])[] = [
  [/^-?\d(?:[.,]\d+)?E[+-]\d{2,3}$/i, "is a number that a spreadsheet shortened"],
  [
    /^-?\d{1,3}(?:(?:,\d{3})+|(?:\.\d{3})+|(?:['’\u00a0\u202f ]\d{3})+)(?:[.,]\d+)?$/,
    "is a number with separators of thousands",
  ],
  [
    new RegExp(`^\\d{1,2}[-. ]+(?:${MONTHS})\\p{L}*\\.?(?:[-. ]+\\d{2,4})?$`, "iu"),
    "is a date that a spreadsheet made",
  ],
  [new RegExp(`^(?:${MONTHS})\\p{L}*\\.?[-. ]+\\d{2,4}$`, "iu"), "is a date that a spreadsheet made"],
  [/^\d{1,2}([./-])\d{1,2}\1\d{4}(?: \d{1,2}:\d{2}(?::\d{2})?)?$/, "is a date that a spreadsheet made"],
  [/^#(?:N\/A|REF!|NAME\?|VALUE!|DIV\/0!|NUM!|NULL!|SPILL!|#+)$/i, "is an error of a spreadsheet"],
];

/** Says what a spreadsheet made of a value that a person typed; undefined if it looks as typed. */
export function spreadsheetFault(text: string): string | undefined {
  const what = FORMS.find(([form]) => form.test(text))?.[1];
  return what === undefined ? undefined : `"${text}" ${what}; ${AS_TEXT}.`;
}
