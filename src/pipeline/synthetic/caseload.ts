import { type CivilDate, civilDates } from '../../core/civil-date.ts'
import { InternalError } from '../../core/errors.ts'
import { simulationStream } from '../../core/simulation-random.ts'
import { recordedFields } from '../../model/derived-field.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { Synthetic } from '../../model/synthetic.ts'
import { compileDraw, type Sampler, weightedChoice } from './draws.ts'

export interface SyntheticCaseload {
  /** Names of the columns: the case id, then the protocol's recorded fields in their order. */
  columns: readonly string[]
  /** Rows in the form of a caseload file: pounds, ISO dates, true/false, '' where missing. Read once. */
  rows: Iterable<readonly string[]>
}

type CaseloadProtocol = Pick<Protocol, 'caseload' | 'enrolment'>

/**
 * Draws a caseload from the model of synthetic.yaml, or of a segmentation.
 *
 * Every field has a stream of its own, read in the order of the cases: a longer caseload of the same seed begins with the
 * shorter one (but for a linked group cut off at its end), and changing the model of one field leaves the others as they were.
 */
export function generateCaseload(
  protocol: CaseloadProtocol,
  synthetic: Pick<Synthetic, 'caseload'>,
  { cases, seed, idPrefix = synthetic.caseload.ids.prefix }: { cases: number; seed: string; idPrefix?: string },
): SyntheticCaseload {
  const declared = [protocol.caseload.caseId, ...recordedFields(protocol.caseload).map(field => field.id)]
  const columns = protocol.enrolment === undefined ? declared : [...declared, arrivalColumn]
  return { columns, rows: drawRows(protocol, synthetic, columns, { cases, seed, idPrefix }) }
}

/** Column of the day on which a case arrives, where cases arrive one by one. */
export const arrivalColumn = 'arrives_on'

/** The day on which each case arrives, in order: as many on one day of enrolment as on another, within one. */
function arrivalDays(
  { caseload, enrolment }: CaseloadProtocol,
  cases: number,
): ((drawn: number) => CivilDate) | undefined {
  if (enrolment === undefined) return undefined
  const days = civilDates(caseload.asOf.date, enrolment.until)
  return drawn => days[Math.floor((drawn * days.length) / cases)] ?? enrolment.until
}

interface FieldSampler {
  column: number
  sample: Sampler
}

function* drawRows(
  protocol: CaseloadProtocol,
  { caseload }: Pick<Synthetic, 'caseload'>,
  columns: readonly string[],
  { cases, seed, idPrefix }: { cases: number; seed: string; idPrefix: string },
): Generator<readonly string[]> {
  const columnOf = (field: string): number => {
    const column = columns.indexOf(field)
    if (column < 0) throw new InternalError(`the protocol has no caseload field "${field}"`)
    return column
  }
  const dayOf = arrivalDays(protocol, cases)
  let today = protocol.caseload.asOf.date
  const asOf = dayOf === undefined ? today : () => today
  const samplers = (models: Synthetic['caseload']['fields']): FieldSampler[] =>
    models.map(({ field, draw }) => ({
      column: columnOf(field),
      sample: compileDraw(draw, { source: streamOf(field, seed), asOf, columnOf }),
    }))
  const { groups } = caseload
  const groupColumn = groups === undefined ? undefined : columnOf(groups.field)
  const groupSize = weightedChoice(groups?.sizes ?? [1])
  const groupSource = streamOf('group sizes', seed)
  const groupFields = samplers(caseload.fields.filter(field => field.per === 'group'))
  const caseFields = samplers(caseload.fields.filter(field => field.per !== 'group'))

  for (let drawn = 0, group = 1; drawn < cases; group += 1) {
    const shared = Array<string>(columns.length).fill('')
    if (groups !== undefined && groupColumn !== undefined) shared[groupColumn] = idText(groups.ids, group)
    fill(shared, groupFields)
    const end = Math.min(cases, drawn + 1 + groupSize(groupSource))
    for (; drawn < end; drawn += 1) {
      const row = shared.slice()
      if (dayOf !== undefined) {
        today = dayOf(drawn)
        row[columnOf(arrivalColumn)] = today
      }
      row[0] = idText({ ...caseload.ids, prefix: idPrefix }, drawn + 1)
      fill(row, caseFields)
      yield row
    }
  }
}

const streamOf = (field: string, seed: string) => simulationStream({ purpose: `synthetic caseload: ${field}`, seed })

function fill(row: string[], fields: readonly FieldSampler[]): void {
  for (const { column, sample } of fields) row[column] = sample(row)
}

function idText({ prefix, digits }: { prefix: string; digits: number }, number: number): string {
  return prefix + String(number).padStart(digits, '0')
}
