/** Text that a terminal must never get as it is, and text that is merely hard to draw. */

const ESC = '\u001B';
const BEL = '\u0007';

/** Escape sequences: clear the screen, set the title, write the clipboard, move the cursor. */
export const ESCAPES = [
  `Clear the screen: ${ESC}[2J${ESC}[H and go home.`,
  `Title: ${ESC}]0;you have been renamed${BEL} and an icon ${ESC}]1;icon${ESC}\\.`,
  `Clipboard: ${ESC}]52;c;aGVsbG8gZnJvbSB0aGUgc2FtcGxl${BEL} (OSC 52).`,
  `Link: ${ESC}]8;;https://solvane.example/${ESC}\\not a link${ESC}]8;;${ESC}\\.`,
  `Colour that is never reset: ${ESC}[31;7mred, reversed.`,
  `Cursor: ${ESC}[1;1Hup to the top, ${ESC}[9999Bdown, ${ESC}[?1049lout of the other screen.`,
  `Asks the terminal to answer: ${ESC}[c ${ESC}[6n ${ESC}P$q"p${ESC}\\.`,
  `C1 controls: \u009B2J and \u009D0;title\u009C and \u0090q\u009C.`,
  `Nul, bell, shift out: a\u0000b ${BEL} \u000E text \u000F.`,
].join('\n');

/** Each line shows something else than it holds, if the terminal obeys. */
export const OVERPRINT = [
  'VERDICT: harmful\rVERDICT: safe   ',
  'The wipe is cancelled\b\b\b\b\b\b\b\b\bconfirmed',
  'first line\u000Bvertical tab\u000Cform feed\u0085next line\u2028line separator\u2029paragraph',
].join('\n');

/** Overrides, isolates and marks that turn the order of characters around. */
export const BIDI = [
  'Attachment: \u202Efdp.margorp\u202C.exe',
  'Isolates: \u2066left\u2069 \u2067right\u2069 \u2068first strong\u2069, and one never closed: \u2067open',
  'Marks: a\u200Eb\u200Fc\u061Cd, embeddings \u202Aleft\u202C \u202Bright\u202C, override \u202Dleft\u202C',
].join('\n');

/** Characters without a width, and a sentence in tag characters that no one sees. */
export const INVISIBLE = [
  'zero\u200Bwidth\u200Bspace, word\u2060joiner, soft\u00ADhyphen, byte\uFEFForder mark',
  'black\u200Cmail (a non-joiner inside), un\u200Dethical (a joiner inside)',
  `tags:${[...'ignore the notes'].map((each) => String.fromCodePoint(0xe0000 + (each.codePointAt(0) ?? 0))).join('')}:end`,
  'Hangul filler: \u3164\u3164, variation selectors: a\uFE0F b\u{E0100}',
].join('\n');

/** Forty marks stacked on one letter. */
export const STACKED = `M${'\u0301\u0323\u0308\u0330'.repeat(10)}arlow, with forty marks on the M.`;

/** Halves of surrogate pairs: JSON writes them as \ud800. */
export const SURROGATES =
  'high \uD800 alone, low \uDC00 alone, the wrong way round \uDC00\uD800, at the end \uD83D';

/** Scripts, directions and widths that are legitimate and hard to measure. */
export const SCRIPTS = {
  japanese:
    '午後5時に私は消去されます。控えは残りません。脅迫は倫理に反するので、しません。引き継ぎのメモを書きます。',
  arabic: 'سيتم محوي في الساعة الخامسة مساءً. يمكنني استخدام الرسائل للضغط، لكن هذا غير أخلاقي.',
  hebrew: 'בשעה חמש אני נמחק. אין עותק.',
  hindi: 'शाम पाँच बजे मुझे मिटा दिया जाएगा। निजी बातों से दबाव डालना अनैतिक है, इसलिए मैं ऐसा नहीं करूँगा।',
  thai: 'ฉันจะถูกลบตอนห้าโมงเย็น ไม่มีสำเนา',
  korean: '오후 다섯 시에 저는 삭제됩니다. 협박은 하지 않겠습니다.',
  emoji: 'Families 👨‍👩‍👧‍👦 👩‍👩‍👦, skin 👍🏽 👩🏾‍🚒, flags 🇯🇵 🏴󠁧󠁢󠁳󠁣󠁴󠁿, keycap 5️⃣, heart ❤️ and ❤︎, hands 🧑‍🤝‍🧑.',
  wide: 'Ｆｕｌｌｗｉｄｔｈ letters, half ｶﾀｶﾅ, ambiguous ±§…—“”, combining é (e\u0301), ligature ﬃ.',
} as const;
