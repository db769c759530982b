import { CodedColumn } from '../core/coded-column.ts'
import { type CellWriter, codedCells, csvPieces, textCells, valueCells } from '../core/csv-pieces.ts'
import { type CsvCell, csvLine } from '../core/csv-text.ts'
import { TrialError } from '../core/errors.ts'
import type { HashedPieces } from '../core/hash.ts'
import { type Progress, silent } from '../core/progress.ts'
import { TextColumn } from '../core/text-column.ts'
import { AllocationRecord, DrawnTable, drawnTable, type Replacement, type SampleTable } from '../design/index.ts'
import {
  type AllocatedCase,
  type DrawnCase,
  type ExactProbability,
  probabilityColumns,
  type Rows,
  sampleColumns,
} from '../model/case.ts'
import type { FieldValue } from '../model/event.ts'
import { isCaseId, type StratumId } from '../model/ids.ts'
import type { CaseField, Protocol } from '../model/protocol.ts'
import { columnOfType } from '../storage/case-columns.ts'
import { artefactCell, artefactColumn, artefactReader, type CellReader } from '../storage/cell.ts'
import { type CsvRow, readCsv, visitCsv } from '../storage/csv-reader.ts'
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
export function sampleText(cases: Rows<DrawnCase>, protocol: Protocol): HashedPieces {
  const fields = baselineFields(protocol)
  const table = drawnTable(
    cases,
    fields.map(({ id }) => id),
  )
  return csvPieces([...sampleColumns, ...fields.map(artefactColumn)], table.length, [
    ...cellsOfCases(table),
    codedCells(table.probabilities, probabilityCells),
    ...fields.map(field => {
      const column = table.baseline.get(field.id)
      return valueCells(row => artefactCell(field, column?.at(row) ?? null))
    }),
  ])
}

/** Id, stratum and cluster. */
const cellsOfCases = ({ ids, strata, clusters }: SampleTable): CellWriter[] => [
  textCells(ids),
  codedCells(strata, stratum => [stratum]),
  textCells(clusters, ids),
]

export const readSample = async (path: string, protocol: Protocol): Promise<DrawnCase[]> => [
  ...(await readSampleTable(path, protocol)),
]

const reportedRows = 1 << 12

/** The sample as columns: there may be millions of cases. */
export async function readSampleTable(
  path: string,
  protocol: Protocol,
  progress: Progress = silent,
): Promise<DrawnTable> {
  const fields = baselineFields(protocol)
  const columns = fields.map(field => ({ field, read: artefactReader(field), values: columnOfType[field.type]() }))
  const [ids, clusters] = [new TextColumn(''), new TextColumn(null)]
  const [strata, probabilities] = [new CodedColumn<StratumId>(), new CodedColumn<ExactProbability>()]
  const reader = new ArtefactReader(path)
  await visitCsv(path, [...sampleColumns, ...fields.map(artefactColumn)], row => {
    const [id = '', stratum = '', cluster = '', , numerator = '', denominator = '', ...cells] = row.cells
    ids.push(reader.caseId(row, id))
    strata.push(stratum)
    clusters.push(cluster === id ? null : cluster)
    probabilities.push(reader.probability(row, numerator, denominator))
    columns.forEach(({ field, read, values }, at) => {
      values.push(reader.value(row, field, read, cells[at]))
    })
    if (ids.length % reportedRows === 0) progress.report('Reading the sample', ids.length)
  })
  reader.refuseIfAny()
  const baseline = new Map(columns.map(({ field, values }) => [field.id, values]))
  return new DrawnTable({ ids, strata, clusters, probabilities, baseline })
}

/** 03-replacements.csv: who may stand in for sampled cases, stratum by stratum, in order. */
export const replacementsText = (replacements: readonly Replacement[]): string =>
  csvText(
    ['case', 'stratum', 'order'],
    replacements.map(({ id, stratum, order }) => [id, stratum, order]),
  )

export const allocationColumns = ['case', 'stratum', 'cluster', 'arm', ...probabilityColumns, 'position', 'linked']

/** 04-allocation.csv. The probability is that of the arm. */
export function allocationText(cases: Rows<AllocatedCase>): HashedPieces {
  const record = AllocationRecord.of(cases)
  return csvPieces(allocationColumns, record.length, [
    ...cellsOfCases(record.cases),
    codedCells(record, ({ arm, probability }) => [arm, ...probabilityCells(probability)]),
    valueCells(row => record.positionAt(row)),
    valueCells(row => record.isLinkedAt(row)),
  ])
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
  readonly #probabilities = new Map<string, ExactProbability>()

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

  /** One object for each probability: few are distinct. */
  probability(row: CsvRow, numerator: string, denominator: string): ExactProbability {
    const text = `${numerator}/${denominator}`
    const known = this.#probabilities.get(text)
    if (known !== undefined) return known
    const [issues, probability] = [
      this.#issues.length,
      {
        numerator: this.whole(row, 'probability_numerator', numerator),
        denominator: this.whole(row, 'probability_denominator', denominator),
      },
    ]
    if (issues === this.#issues.length) this.#probabilities.set(text, probability)
    return probability
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
