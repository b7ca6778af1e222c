import { BASE45_SIGNS } from "../codes/base45.ts";

/** The signs that a scanner types for a code: base45, and the bracket that begins an AIM prefix. */
export const TYPED_SIGNS = `${BASE45_SIGNS}]`;

/**
 * What a host shows when a scanner presses the US keys of TYPED_SIGNS, by the host's keyboard layout, sign by sign.
 * Layouts that show these signs as they are (US, British, Irish, Polish, Romanian, Latvian, Korean) have no row.
 * "Shift lock" is Caps Lock where it turns the digits too. An accent on a dead key stands by itself.
 */
export const keyboardLayouts: Readonly<Record<string, string>> = {
  "German, Austrian": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXZY $%(`ß.-Ö+",
  "Swiss German": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXZY ç%(`'.-é¨",
  "Swiss French": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXZY ç%(`'.-ö¨",
  French: "à&é\"'(-è_çQBCDEFGHIJKL?NOPARSTUVZXYW 458+):!M$",
  Belgian: "à&é\"'(§è!çQBCDEFGHIJKL?NOPARSTUVZXYW 458_):=M$",
  Spanish: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%(¿'.-Ñ+",
  "Latin American": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%(¡'.-Ñ+",
  Portuguese: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%(»'.-Ç´",
  Brazilian: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-.;Ç[",
  Italian: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%(^'.-ç+",
  "Swedish, Finnish, Estonian": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ¤%(`+.-Ö¨",
  Norwegian: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ¤%(`+.-Ø¨",
  Danish: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ ¤%(`+.-Æ¨",
  Icelandic: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%(_ö.þÆ'",
  Dutch: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%(~/.-±*",
  Czech: 'é+ěščřžýáíABCDEFGHIJKLMNOPQRSTUVWXZY 458ˇ=.-")',
  "Czech, QWERTY": 'é+ěščřžýáíABCDEFGHIJKLMNOPQRSTUVWXYZ 458ˇ=.-")',
  Slovak: 'é+ľščťžýáíABCDEFGHIJKLMNOPQRSTUVWXZY 458ˇ=.-"ä',
  "Slovak, QWERTY": 'é+ľščťžýáíABCDEFGHIJKLMNOPQRSTUVWXYZ 458ˇ=.-"ä',
  Hungarian: "ö123456789ABCDEFGHIJKLMNOPQRSTUVWXZY !%(Óü.-Éú",
  "Croatian, Slovenian, Serbian in Latin letters": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXZY $%(*'.-Čđ",
  Serbian: "0123456789АБЦДЕФГХИЈКЛМНОПЉРСТУВЊЏЗЖ $%(*'.-Чђ",
  Macedonian: "0123456789АБЦДЕФГХИЈКЛМНОПЉРСТУВЊЏЅЗ $%*+-./Чѓ",
  Albanian: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXZY $%*+-./Ë@",
  Lithuanian: "“ąčęėįšųū„ABCDEFGHIJKLMNOPQRSTUVWXYZ ĖĮŪŽ-./:]",
  "Turkish Q": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ +%(_*ç.Şü",
  "Turkish F": "0123456789UÇVEĞAÜTNKMLSZHPFIİORCGÖDJ $%(_/.,Yw",
  Japanese: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%(~-./+[",
  "Canadian French": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-.é:¸",
  Dvorak: '0123456789AXJE>UIDCHTNMBRL"POYGK<QF: $%*}[vzS=',
  Colemak: "0123456789ABCSFTDHUNEIMKY:QPRGLVWXJZ $%*+-./O]",
  "French, BÉPO": '*"«»()@+-/AKXIPE;CDTSRQ?LJBOUÈV:ÉY!À 458`=hfNw',
  Russian: "0123456789ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯ ;%*+-ю.Жъ",
  Ukrainian: "0123456789ФИСВУАПРШОЛДЬТЩЗЙКІЕГМЦЧНЯ ;%*+-ю.Жї",
  Belarusian: "0123456789ФІСВУАПРШОЛДЬТЎЗЙКЫЕГМЦЧНЯ ;%*+-ю.Ж'",
  Kazakh: 'қ"әіңғ,.үұФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯ ҢҒҮҺөю№Жъ',
  Bulgarian: '0123456789ѝФЪАЕОЖГСТНВПХДЗыИЯШКЭУЙЩЮ "%/€-лбМ;',
  "Bulgarian, phonetic": "0123456789АБЦДЕФГХИЙКЛМНОПЯРСТУЖВѝЪЗ $%*+-./:щ",
  Hebrew: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-ץ.:[",
  "German, shift lock": '=!"§$%&/()abcdefghijklmnopqrstuvwxzy 458´?:_ö*',
  "French, shift lock": "0123456789qbcdefghijkl,noparstuvzxyw '(_=°/§m£",
  "Belgian, shift lock": "0123456789qbcdefghijkl,noparstuvzxyw '(!-°/+m*",
};
