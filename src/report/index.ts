export { auditDocument, auditTable, decimalsFor, totalsText } from './audit/audit-document.ts'
export { type AuthorSection, authorSection, referable } from './author/author-blocks.ts'
export { comparisonNumbers } from './comparison/comparison-numbers.ts'
export { comparisonTable, contradictionSentences, totalsSentence } from './comparison/comparison-table.ts'
export { compareFigure, totalsOf, verdictOf } from './comparison/verdict.ts'
export type {
  Block,
  Column,
  Document,
  Figure,
  Heading,
  Inline,
  List,
  ListItem,
  Literal,
  Note,
  Paragraph,
  Section,
  Table,
  Text,
  Tone,
  Value,
} from './document.ts'
export { inlines, itemParts, joined, literal, plainText, text } from './document.ts'
export { chartNumbers, type FigureData, type FigureParts, figure } from './figure.ts'
export * from './format.ts'
export { sectionUnknown } from './issues.ts'
export * from './numbers.ts'
export * from './plain-words.ts'
export { quoted, quotedNumbers, tied } from './quoted.ts'
export { type Results, resultsOf } from './results.ts'
export { segmentDocument } from './segments/segment-document.ts'
export {
  indicatorTable,
  printedSegmentsTable,
  printedTotalsTable,
  segmentTable,
} from './segments/segment-tables.ts'
export { type TextColumn, textTable, wrapCharacters } from './table.ts'
export * from './words.ts'
export { writeCsvTables } from './writers/csv.ts'
export { writeHtml } from './writers/html.ts'
export { writeJson } from './writers/json.ts'
export { writeMarkdown } from './writers/markdown.ts'
export { writeDocx } from './writers/office-open/docx.ts'
export { writeXlsx } from './writers/office-open/xlsx.ts'
export { writeOds } from './writers/open-document/ods.ts'
export { writeOdt } from './writers/open-document/odt.ts'
export { sectionText, tableText, writeText } from './writers/text.ts'
