const plainForms: Readonly<Record<string, string>> = {
  '　': ' ',
  '\u00a0': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
  '−': '-',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '〜': '~',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
};

/**
 * The text with full-width ASCII, dashes, odd spaces and quotes in their plain forms, one UTF-16 unit
 * for one: every offset into the folded text is an offset into the text.
 */
export function fold(text: string): string {
  return text
    .replace(
      /[\u00a0\u2009\u202f\u2010-\u2014\u2018\u2019\u201c\u201d\u2212\u3000\u301c\uff01-\uff5e]/g,
      (char) => {
        const plain = plainForms[char];
        return plain ?? String.fromCharCode(char.charCodeAt(0) - 0xfee0);
      },
    )
    .replace(dashBetween, '$1-');
}

/** Lines that stand for a dash between digits (4─6月期) and for something else elsewhere (サーバー). */
const dashBetween = /(\d)[\u2015\u2500\u2501\u30fc](?=\d)/g;
