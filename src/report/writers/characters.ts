const unseen = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069]/gu

/**
 * The text with U+FFFD, the sign of a character that cannot be shown, in place of control characters, halves of
 * characters and the marks that turn the direction of what follows: with those a name could show 12 as 21.
 */
export function printable(text: string): string {
  return text.replace(unseen, '\ufffd')
}

/** The same in one line, with single spaces, as a browser shows it. */
export function oneLine(text: string): string {
  return printable(text).replace(/[ \t\r\n]+/g, ' ')
}
