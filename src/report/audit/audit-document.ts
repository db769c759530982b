import { decimalText } from '../../core/decimal-text.ts'
import { type Audit, type AuditFinding, type AuditVerdict, auditVerdicts } from '../../model/audit.ts'
import { asPrinted, isPrintedNumber } from '../../model/printed-number.ts'
import { type Document, type Inline, joined, literal, type Table, type Text, type Tone, text } from '../document.ts'

const words: Readonly<Record<AuditVerdict, { tone: Tone; meaning: string }>> = {
  inconsistent: { tone: 'fault', meaning: 'no values that the other printed numbers allow give it' },
  undetermined: { tone: 'open', meaning: 'too little is printed to tell' },
  consistent: {
    tone: 'sound',
    meaning: 'some values that print as the other numbers give it, which does not make it true',
  },
}

const tag = (verdict: AuditVerdict): Inline => ({ kind: 'tag', text: verdict, tone: words[verdict].tone })

/** An audit as a document: what was found in short, then every statement, the worst first. */
export function auditDocument(audit: Audit): Document {
  const { title, publisher, note } = audit.document
  const faults = audit.findings.filter(({ verdict }) => verdict === 'inconsistent')
  return {
    title: text`Consistency audit: ${literal(title)}`,
    subtitle:
      publisher === null
        ? 'From its printed numbers alone'
        : text`From its printed numbers alone. Published by ${literal(publisher)}`,
    language: 'en-GB',
    notices: [],
    sections: [
      {
        id: 'in-short',
        title: 'In short',
        blocks: [
          { kind: 'paragraph', text: totalsText(audit) },
          ...(faults.length === 0 ? [] : [{ kind: 'list' as const, ordered: false, items: faults.map(faultText) }]),
          ...(note === null ? [] : [{ kind: 'paragraph' as const, text: [literal(note)] }]),
        ],
      },
      { id: 'statements', title: 'Every statement', blocks: [auditTable(audit)] },
      { id: 'reading', title: 'How to read this', blocks: reading.map(each => ({ kind: 'paragraph', text: each })) },
    ],
  }
}

const reading: readonly string[] = [
  'Every printed number is taken as all the values that round to it. A statement says that one number is something of others, as a percentage of a group or a test of a table. It is checked by itself over everything that the others allow. Statements that are to hold together are also checked at once: each can be true while all of them are not.',
  'An inconsistency is a reason to ask, and not a finding of error or of fault: numbers may be truncated, taken from different extracts, adjusted, or wrongly copied into the file that was audited.',
  'Consistent does not mean correct: numbers that were made up can be consistent too.',
]

/** "57 statements about 62 printed numbers: 2 inconsistent, 7 undetermined, 48 consistent." */
export function totalsText({ totals, numbers }: Audit): Text {
  const number = (id: string, count: number): Inline => ({
    kind: 'value',
    id: `totals.${id}`,
    text: decimalText(count, 0),
  })
  const parts = auditVerdicts.map(verdict => text`${number(verdict, totals[verdict])} ${verdict}`)
  return text`${number('statements', totals.statements)} statements about ${number('numbers', numbers)} printed numbers: ${joined(parts, ', ')}.`
}

const faultText = ({ title, place, printed, reason }: AuditFinding): Text =>
  text`${literal(title)} (${literal(place)}), printed ${literal(printed)}. ${literal(reason)}`

/** Every statement with its verdict, the worst first. */
export function auditTable({ findings }: Audit): Table {
  return {
    kind: 'table',
    id: 'audit',
    caption: 'Every statement, checked by the other printed numbers',
    columns: [
      { title: 'Verdict', kind: 'text' },
      { title: 'Place', kind: 'text' },
      { title: 'Statement', kind: 'heading' },
      { title: 'Printed', kind: 'number' },
      { title: 'Admissible', kind: 'number' },
      { title: 'Why', kind: 'text' },
    ],
    rows: findings.map(finding => [
      [tag(finding.verdict)],
      [literal(finding.place)],
      [literal(finding.title)],
      [literal(finding.printed)],
      admissibleText(finding),
      [literal(finding.note === null ? finding.reason : `${finding.reason} ${finding.note}`)],
    ]),
    notes: auditVerdicts.map(verdict => [tag(verdict), `: ${words[verdict].meaning}.`]),
  }
}

function admissibleText({ id, admissible, printed, check }: AuditFinding): Text {
  if (admissible === null) return 'none'
  if (check === 'together') return 'several numbers'
  const { lower, upper } = admissible
  const decimals = decimalsFor([lower, upper], printed)
  const end = (side: 'lower' | 'upper', value: number): Inline => ({
    kind: 'value',
    id: `${id}.admissible.${side}`,
    text: decimalText(value, decimals),
  })
  if (lower === null || upper === null) {
    if (lower === null && upper === null) return 'any'
    return lower === null ? text`up to ${end('upper', upper as number)}` : text`from ${end('lower', lower)}`
  }
  const isOne = decimalText(lower, decimals) === decimalText(upper, decimals)
  return isOne ? [end('lower', lower)] : text`${end('lower', lower)} to ${end('upper', upper)}`
}

const extraDecimals = 2

/** Two decimals more than the print has; none where all ends are whole. */
export function decimalsFor(ends: readonly (number | null)[], printed: string): number {
  if (ends.every(end => end === null || Number.isInteger(end))) return 0
  return (isPrintedNumber(printed) ? asPrinted(printed).decimals : 0) + extraDecimals
}
