import { type CsvCell, csvLine } from '../core/csv-text.ts'
import { TrialError } from '../core/errors.ts'
import type { Replacement } from '../design/index.ts'
import {
  type AllocatedCase,
  type DrawnCase,
  type ExactProbability,
  probabilityColumns,
  sampleColumns,
} from '../model/case.ts'
import type { FieldValue } from '../model/event.ts'
import { isCaseId } from '../model/ids.ts'
import type { CaseField, Protocol } from '../model/protocol.ts'
import { artefactCell, artefactColumn, artefactReader, type CellReader } from '../storage/cell.ts'
import { type CsvRow, readCsv } from '../storage/csv-reader.ts'
import { type FileSource, pathOf } from '../storage/lines.ts'
import { artefactInvalid } from './issues.ts'

/** A CSV text from its header and rows. */
export function csvText(header: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  const lines = [csvLine(header)]
  for (const row of rows) lines.push(csvLine(row))
  return lines.join('')
}

export const baselineFields = ({ caseload }: Pick<Protocol, 'caseload'>): CaseField[] =>
  caseload.fields.filter(({ baseline }) => baseline === true)

/** A probability as a decimal for readers and as an exact ratio for programs. */
const probabilityCells = ({ numerator, denominator }: ExactProbability): number[] => [
  numerator / denominator,
  numerator,
  denominator,
]

/** 03-sample.csv. The probability is that of being sampled. */
export function sampleText(cases: readonly DrawnCase[], protocol: Protocol): string {
  const fields = baselineFields(protocol)
  const rows = cases.map(({ id, stratum, cluster, probability, baseline }) => [
    id,
    stratum,
    cluster,
    ...probabilityCells(probability),
    ...fields.map(field => artefactCell(field, baseline[field.id] ?? null)),
  ])
  return csvText([...sampleColumns, ...fields.map(artefactColumn)], rows)
}

export async function readSample(path: string, protocol: Protocol): Promise<DrawnCase[]> {
  const fields = baselineFields(protocol)
  const { rows } = await readCsv(path, [...sampleColumns, ...fields.map(artefactColumn)])
  const readers = fields.map(artefactReader)
  const reader = new ArtefactReader(path)
  const cases = rows.map((row): DrawnCase => {
    const [id = '', stratum = '', cluster = '', , numerator = '', denominator = '', ...cells] = row.cells
    return {
      id: reader.caseId(row, id),
      stratum,
      cluster,
      probability: reader.probability(row, numerator, denominator),
      baseline: Object.fromEntries(
        fields.map((field, at) => [field.id, reader.value(row, field, readers[at], cells[at])]),
      ),
    }
  })
  reader.refuseIfAny()
  return cases
}

/** 03-replacements.csv: who may stand in for sampled cases, stratum by stratum, in order. */
export const replacementsText = (replacements: readonly Replacement[]): string =>
  csvText(
    ['case', 'stratum', 'order'],
    replacements.map(({ id, stratum, order }) => [id, stratum, order]),
  )

export const allocationColumns = ['case', 'stratum', 'cluster', 'arm', ...probabilityColumns, 'position', 'linked']

/** 04-allocation.csv. The probability is that of the arm. */
export function allocationText(cases: readonly AllocatedCase[]): string {
  const rows = cases.map(({ id, stratum, cluster, arm, probability, position, linked }) => [
    id,
    stratum,
    cluster,
    arm,
    ...probabilityCells(probability),
    position,
    linked,
  ])
  return csvText(allocationColumns, rows)
}

export async function readAllocation(source: FileSource): Promise<AllocatedCase[]> {
  const { rows } = await readCsv(source, allocationColumns)
  const reader = new ArtefactReader(pathOf(source))
  const cases = rows.map((row): AllocatedCase => {
    const [
      id = '',
      stratum = '',
      cluster = '',
      arm = '',
      ,
      numerator = '',
      denominator = '',
      position = '',
      linked = '',
    ] = row.cells
    return {
      id: reader.caseId(row, id),
      stratum,
      cluster,
      arm,
      probability: reader.probability(row, numerator, denominator),
      position: reader.whole(row, 'position', position),
      linked: linked === 'true',
    }
  })
  reader.refuseIfAny()
  return cases
}

/** Reads cells of our own files and collects what is not as we write it. */
class ArtefactReader {
  readonly #path: string
  readonly #issues: ReturnType<typeof artefactInvalid>[] = []

  constructor(path: string) {
    this.#path = path
  }

  caseId({ line }: CsvRow, text: string): string {
    if (!isCaseId(text)) this.#issues.push(artefactInvalid(this.#path, line, 'case', 'a case id', text))
    return text
  }

  whole({ line }: CsvRow, field: string, text: string): number {
    const value = Number(text)
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
      this.#issues.push(artefactInvalid(this.#path, line, field, 'a whole number', text))
    }
    return value
  }

  probability(row: CsvRow, numerator: string, denominator: string): ExactProbability {
    return {
      numerator: this.whole(row, 'probability_numerator', numerator),
      denominator: this.whole(row, 'probability_denominator', denominator),
    }
  }

  value({ line }: CsvRow, field: CaseField, read: CellReader | undefined, text = ''): FieldValue {
    const value = text === '' ? null : read?.(text)
    if (value !== undefined) return value
    this.#issues.push(artefactInvalid(this.#path, line, artefactColumn(field), `a value of ${field.id}`, text))
    return null
  }

  refuseIfAny(): void {
    if (this.#issues.length > 0) throw new TrialError(this.#issues)
  }
}
