/** A Markdown table; a bar in a cell is escaped. */
export const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.map(cellText).join(' | ')} |`).join('\n')

const cellText = cell => String(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')

/** The anchor of a heading, as GitHub makes it: lower case, words joined by hyphens, no punctuation. */
export const anchorOf = heading =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')

/** The line that says where a page comes from. */
export const generatedNote = source => `Generated from ${source} by \`npm run generate\`. Do not edit.`

/** Text whose signs are signs and no Markdown, but for the code in it. */
export const escaped = text =>
  text
    .split('`')
    .map((part, at) => (at % 2 === 0 ? part.replace(/[*_<[\]\\]/g, '\\$&') : part))
    .join('`')
