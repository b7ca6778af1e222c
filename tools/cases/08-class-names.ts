import type { Case } from "./Case.ts";
import { documentLines } from "./documents.ts";

const folder = "08-class-names";

export const row: Case = {
  folder,
  title: "class names in every script, and look-alikes",
  run: () =>
    documentLines(
      folder,
      {
        "2_spaces.json":
          'VIP Gold (doorkey.classes.VIP  Gold: is read as "VIP Gold", without the spaces that people do not see.)',
        "amp.json": "Drinks & Food",
        "arabic.json": "وقوف",
        "case.json": 'VIP, vip (doorkey.classes.vip: looks like the class "VIP"; people may take one for the other.)',
        "decomposed.json": "Été",
        "digit.json": "1st floor",
        "digit_for_letter.json":
          'Block 1, Block l (doorkey.classes.Block l: looks like the class "Block 1"; people may take one for the other.)',
        "dot.json": "Cat. A",
        "early.json": "Early Bird (2nd release)",
        "emdash.json": "Balcony – left",
        "emoji.json": "👩\u200d🎤 Meet & Greet",
        "entity.json":
          'doorkey.classes.Drinks &amp; Food: "Drinks &amp; Food" is not a class name: this is HTML: `&amp;` stands for &; write that character itself.',
        "french.json": "Fosse d'or",
        "full_width.json":
          'VIP, ＶＩＰ (doorkey.classes.ＶＩＰ: looks like the class "VIP"; people may take one for the other.)',
        "ga_.json": "GA+",
        "greek_letter.json":
          'BlockΑ (doorkey.classes.BlockΑ: "BlockΑ" mixes scripts: its "Α" is Greek (U+0391), and may look like another letter.)',
        "hebrew.json": "עמידה",
        "hindi_general.json": "सामान्य",
        "hindi_standing.json": "खड़े होकर",
        "japanese.json": "一般・立見",
        "korean.json": "스탠딩석",
        "looks_alike.json":
          'VІP (doorkey.classes.VІP: "VІP" mixes scripts: its "І" is Cyrillic (U+0406), and may look like another letter.)',
        "mixed_words.json": "Зона VIP",
        "number.json": "100",
        "only_punctuation.json":
          'doorkey.classes.***: "***" is not a class name: use a letter or a digit of any script.',
        "persian.json": "می\u200cخواهم",
        "slash.json": "VIP/Backstage",
        "tab.json":
          'doorkey.classes.VIP\tGold: "VIP\tGold" is not a class name: it must not contain line breaks or other control characters.',
        "thai.json": "ที่นั่ง",
        "too_long.json":
          'doorkey.classes.席席席席席席席席席席席席席席席席席席席席席席: "席席席席席席席席席席席席席席席席席席席席席席" is not a class name: it must have at most 64 bytes, not 66.',
        "trailing.json": 'VIP (doorkey.classes.VIP : is read as "VIP", without the spaces that people do not see.)',
        "twice.json": 'doorkey.classes.Été: the class "Été" occurs twice.',
        "vietnamese_nfc.json": "Ghế đứng",
        "whole_word.json":
          'COPA, СОРА (doorkey.classes.СОРА: looks like the class "COPA"; people may take one for the other.)',
        "zero_width.json":
          'doorkey.classes.VIP\u200b: "VIP\u200b" is not a class name: it must not contain U+200B, which is invisible.',
      },
      ({ classes }) => classes.map(({ name }) => name).join(", "),
    ),
};
