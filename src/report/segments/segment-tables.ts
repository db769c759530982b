import { ratio } from '../../core/exact.ts'
import { conditionText } from '../../model/condition-text.ts'
import type { Segmentation } from '../../model/segmentation.ts'
import type {
  CasesAndAmount,
  IndicatorValue,
  PoundsRange,
  PrintedTotal,
  SegmentAmounts,
  SegmentationResult,
  SegmentedCaseload,
} from '../../model/segmentation-result.ts'
import { type Inline, literal, type Table, type Text, type Tone, text } from '../document.ts'
import { count, pounds, proportion } from '../format.ts'

const value = (id: string, written: string): Inline => ({ kind: 'value', id, text: written })
const amount = (id: string, pence: bigint): Inline => value(id, pounds(ratio(pence, 100n), 0))
const none: Text = ''
const inWords = (level: string): string => level.replaceAll('_', ' ')

/** "£525m", "£1,200m", "£524.5m" where the document counts in millions; else all pounds. */
const printedPounds = (each: number, unit: number, decimals = 0): string =>
  unit === 1e6 ? `${pounds(each / unit, decimals)}m` : pounds(each, 0)

function rangeText(id: string, { lower, upper }: PoundsRange, unit: number): Text {
  const decimals = [lower, upper].every(end => Number.isInteger(end / unit)) ? 0 : 1
  const [from, to] = [lower, upper].map(end => printedPounds(end, unit, decimals)) as [string, string]
  return text`${value(`${id}.lower`, from)} to ${value(`${id}.upper`, to)}`
}

/** What a document prints of its segments. */
export function printedSegmentsTable(segmentation: Segmentation, { printed }: SegmentationResult): Table {
  const unit = segmentation.document?.unit ?? 1
  return {
    kind: 'table',
    id: 'printed-segments',
    caption: 'Segments, as they are printed',
    columns: [
      { title: 'Segment', kind: 'heading' },
      { title: 'Priority', kind: 'text' },
      { title: 'Outstanding', kind: 'number' },
      { title: 'By rounding', kind: 'number' },
      { title: 'Where from', kind: 'text' },
    ],
    rows: printed.segments.map(each => {
      const { title, priority } = segmentation.segments.find(({ id }) => id === each.segment) ?? { title: each.segment }
      const words = each.words === null ? 'printed' : `printed: ${each.words}`
      return [
        [literal(title)],
        [literal(priorityTitle(segmentation, priority))],
        [value(`printed.${each.segment}`, printedPounds(each.pounds, unit))],
        rangeText(`printed.${each.segment}`, each, unit),
        [literal(each.basis === 'printed' ? words : 'not printed: what its total leaves')],
      ]
    }),
    notes: [],
  }
}

const verdicts: Readonly<Record<PrintedTotal['verdict'], { words: string; tone: Tone; meaning: string }>> = {
  adds_up: { words: 'adds up', tone: 'sound', meaning: 'the parts, as printed, round to the total' },
  within_rounding: {
    words: 'within rounding',
    tone: 'open',
    meaning: 'the parts, as printed, do not round to the total; some amounts that print as they do would',
  },
  contradicted: { words: 'contradicted', tone: 'fault', meaning: 'nothing that the parts can be gives the total' },
}

/** Printed totals beside what their parts add up to. */
export function printedTotalsTable(segmentation: Segmentation, { printed }: SegmentationResult): Table {
  const unit = segmentation.document?.unit ?? 1
  const tag = (verdict: PrintedTotal['verdict']): Inline => ({
    kind: 'tag',
    text: verdicts[verdict].words,
    tone: verdicts[verdict].tone,
  })
  return {
    kind: 'table',
    id: 'printed-totals',
    caption: 'Printed totals beside their printed parts',
    columns: [
      { title: 'Total', kind: 'heading' },
      { title: 'Printed', kind: 'number' },
      { title: 'Parts', kind: 'number' },
      { title: 'By rounding', kind: 'number' },
      { title: 'Printed less parts', kind: 'number' },
      { title: 'Verdict', kind: 'text' },
    ],
    rows: printed.totals.map(each => {
      const id = `printed.${each.total}`
      return [
        [literal(segmentation.totals.find(total => total.id === each.total)?.title ?? each.total)],
        [value(id, printedPounds(each.pounds, unit))],
        [value(`${id}.parts`, printedPounds(each.parts.pounds, unit))],
        rangeText(`${id}.parts`, each.parts, unit),
        [value(`${id}.difference`, printedPounds(each.difference, unit))],
        [tag(each.verdict)],
      ]
    }),
    notes: Object.values(verdicts).map(({ words, tone, meaning }) => [
      { kind: 'tag', text: words, tone },
      `: ${meaning}.`,
    ]),
  }
}

const priorityTitle = ({ priorities }: Segmentation, id: string | undefined): string =>
  priorities.find(priority => priority.id === id)?.title ?? ''

/** A name of a segment, or of what is in none. */
function segmentTitle({ segments, debts }: Segmentation, { segment, debt }: SegmentAmounts): string {
  if (segment !== null) return segments.find(({ id }) => id === segment)?.title ?? segment
  return `${debts.find(({ id }) => id === debt)?.title ?? debt}: in no segment`
}

const idOf = ({ debt, segment }: SegmentAmounts): string => `segment.${segment ?? `${debt}.none`}`

/** The caseload by segment. */
export function segmentTable(segmentation: Segmentation, { segments }: SegmentedCaseload): Table {
  const total = segments.reduce((sum, { owed }) => sum + owed, 0n)
  const hasCollected = segments.some(({ collected }) => collected !== null)
  const hasProportion = segmentation.recovery !== undefined
  return {
    kind: 'table',
    id: 'segments',
    caption: 'What is outstanding, by segment',
    columns: [
      { title: 'Segment', kind: 'heading' },
      { title: 'Priority', kind: 'text' },
      { title: 'Cases', kind: 'number' },
      { title: 'Outstanding', kind: 'number' },
      { title: 'Share', kind: 'number' },
      ...(hasCollected ? [{ title: 'Collected', kind: 'number' } as const] : []),
      ...(hasProportion ? [{ title: 'Cases out of proportion', kind: 'number' } as const] : []),
    ],
    rows: segments.map((each): Text[] => {
      const id = idOf(each)
      const declared = segmentation.segments.find(segment => segment.id === each.segment)
      return [
        [literal(segmentTitle(segmentation, each))],
        [literal(priorityTitle(segmentation, declared?.priority))],
        [value(`${id}.cases`, count(each.cases))],
        [amount(`${id}.owed`, each.owed)],
        total === 0n ? none : [value(`${id}.share`, proportion(ratio(each.owed, total), 1))],
        ...(hasCollected ? [each.collected === null ? none : [amount(`${id}.collected`, each.collected)]] : []),
        ...(hasProportion
          ? [each.outOfProportion === null ? none : [value(`${id}.out`, count(each.outOfProportion.cases))]]
          : []),
      ]
    }),
    notes: [
      text`In all ${amount('segments.owed', total)}. A case that owes several debts counts in a segment of each.`,
      ...(segmentation.recovery === undefined
        ? []
        : [
            text`Out of proportion: recovery at £${literal(segmentation.recovery.cost)} costs more than ${literal(proportion(segmentation.recovery.share, 0))} of the sum owed.`,
          ]),
    ],
  }
}

/** The caseload by segment and level of a further field. */
export function furtherTable(segmentation: Segmentation, { segments }: SegmentedCaseload, field: string): Table {
  const { title, description } = segmentation.caseload.fields.find(({ id }) => id === field) ?? { title: field }
  const levels = [
    ...new Set(segments.flatMap(({ by }) => by.filter(each => each.field === field).map(each => each.level))),
  ]
  const cell = (each: SegmentAmounts, level: string | null): Text[] => {
    const found = each.by.find(part => part.field === field && part.level === level)
    const { cases, owed }: CasesAndAmount = found ?? { cases: 0, owed: 0n }
    const id = `${idOf(each)}.${field}.${level ?? 'missing'}`
    return [[value(`${id}.cases`, count(cases))], [amount(`${id}.owed`, owed)]]
  }
  return {
    kind: 'table',
    id: `by-${field}`,
    caption: [literal(`${title}, by segment`)],
    columns: [
      { title: 'Segment', kind: 'heading' },
      ...levels.flatMap(level => {
        const name = inWords(level ?? 'missing')
        return [
          { title: [literal(`${name}: cases`)], kind: 'number' },
          { title: [literal(`${name}: outstanding`)], kind: 'number' },
        ] as const
      }),
    ],
    rows: segments.map(each => [
      [literal(segmentTitle(segmentation, each))],
      ...levels.flatMap(level => cell(each, level)),
    ]),
    notes: description === undefined ? [] : [[literal(description)]],
  }
}

const indicatorParts: Readonly<Record<IndicatorValue['kind'], (number: bigint) => string>> = {
  share_of_cases: number => count(Number(number)),
  share_of_amount: pence => pounds(ratio(pence, 100n), 0),
  growth: pence => pounds(ratio(pence, 100n), 0),
}

/** Indicators of progress, each with the two numbers that it is made of. */
export function indicatorTable(segmentation: Segmentation, { indicators }: SegmentedCaseload): Table {
  return {
    kind: 'table',
    id: 'indicators',
    caption: 'Indicators of progress',
    columns: [
      { title: 'Indicator', kind: 'heading' },
      { title: 'Value', kind: 'number' },
      { title: 'Counted or added', kind: 'number' },
      { title: 'Set against', kind: 'number' },
    ],
    rows: indicators.map(({ indicator, kind, value: top, base }) => {
      const written = indicatorParts[kind]
      return [
        [literal(segmentation.indicators.find(({ id }) => id === indicator)?.title ?? indicator)],
        base === 0n ? 'not defined' : [value(`indicator.${indicator}`, proportion(ratio(top, base), 1))],
        [value(`indicator.${indicator}.value`, written(top))],
        [value(`indicator.${indicator}.base`, written(base))],
      ]
    }),
    notes: [],
  }
}

/** What can be done to collect: by whom, where, under which precondition and, of a caseload, for how many cases. */
export function stepTable(
  { steps, caseload: { fields }, jurisdiction }: Segmentation,
  caseload: SegmentedCaseload | null,
): Table {
  const places = fields.find(({ id }) => id === jurisdiction)?.levels ?? []
  const reach = (step: string, place: string): Text[] => {
    const found = caseload?.steps.find(each => each.step === step && each.jurisdiction === place)
    if (found === undefined) return [none, none]
    const id = `step.${step}.${place}`
    return [[value(`${id}.cases`, count(found.cases))], [amount(`${id}.owed`, found.owed)]]
  }
  return {
    kind: 'table',
    id: 'steps',
    caption: 'Steps to collect, and their preconditions',
    columns: [
      { title: 'Step', kind: 'heading' },
      { title: 'By', kind: 'text' },
      { title: 'Where', kind: 'text' },
      { title: 'Only where', kind: 'text' },
      { title: 'Source', kind: 'text' },
      ...(caseload === null
        ? []
        : places.flatMap(place => [
            { title: [literal(`${inWords(place)}: cases`)], kind: 'number' } as const,
            { title: [literal(`${inWords(place)}: outstanding`)], kind: 'number' } as const,
          ])),
    ],
    rows: steps.map(step => [
      [literal(step.title)],
      [literal(step.by)],
      [literal(step.jurisdictions.map(inWords).join(', '))],
      step.when === undefined ? none : [{ kind: 'code', text: conditionText(step.when) }],
      [literal(step.source ?? '')],
      ...(caseload === null ? [] : places.flatMap(place => reach(step.id, place))),
    ]),
    notes: ['For every step: cases that owe something, with all that they owe.'],
  }
}
