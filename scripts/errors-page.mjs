const exits = {
  1: 'a check failed: a verdict differs, a verification fails',
  2: 'usage: an unknown command or option',
  3: 'bad input: a file, a row, a protocol',
  4: 'the design is impossible',
  5: 'an outcome was refused',
  6: 'the engine (database) failed',
  70: 'a fault of equipoise itself',
  130: 'interrupted',
}

const table = (head, rows) => [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')

/** The text of docs/errors.md. */
export function errorsPage(kinds) {
  return `# Errors

Generated from the \`issues.ts\` files by \`npm run generate\`. Do not edit.

A message says where (file:line:column, or file and row), what was expected, what was received and what to do. All
problems of a file are reported at once, the first twenty in full. With \`--json\` the same problems are printed as
\`equipoise/failure/1\`, each with its code, and codes never change their meaning.

## Exit codes

${table(
  ['Exit', 'Means'],
  Object.entries({ 0: 'all is well', ...exits }).map(([code, meaning]) => [code, meaning]),
)}

## Codes

${table(
  ['Code', 'Exit', 'Means'],
  kinds.map(({ code, exit, meaning }) => [`\`${code}\``, exit, meaning]),
)}
`
}
