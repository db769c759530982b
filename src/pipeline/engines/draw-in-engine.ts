import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson } from '../../core/canonical-json.ts'
import { codedCells, csvPieces, valueCells } from '../../core/csv-pieces.ts'
import { type Issue, refuseIfAny, TrialError } from '../../core/errors.ts'
import { sumOf } from '../../core/lists.ts'
import type { Progress } from '../../core/progress.ts'
import { streamsOf } from '../../core/random.ts'
import { allocationMethod, drawAllocation, drawSample, samplingMethod } from '../../design/index.ts'
import { withTargets } from '../../model/allocation.ts'
import { recordedFields } from '../../model/derived-field.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { QueryEngine } from '../../storage/engines/engine.ts'
import { writeFileAtomically } from '../../storage/files.ts'
import { dialectOf } from '../../summaries/engines/sql/dialect.ts'
import { columnMissing, columnType } from '../../summaries/issues.ts'
import { armCounts } from '../allocate-sample.ts'
import { requireSeed } from '../seed.ts'
import type { Trial } from '../trial-folder.ts'
import { CaseloadSql, type CaseloadTable, fieldsRead, numbersTable } from './caseload-sql.ts'
import { caseloadCells, caseloadIds, drawNeedsFile } from './issues.ts'
import { numberedCases, type StratumSize } from './numbered-cases.ts'

/** Where a caseload is, by which seed to draw from it, and where to write what was drawn. */
export interface EngineDrawRequest {
  trial: Trial
  engine: QueryEngine
  isCsv: boolean
  seed: string
  out: string
  /** The table that the numbers are to be loaded into. */
  numbers?: string | undefined
  signal?: AbortSignal | undefined
}

/** What was drawn of a caseload that stays where it is. */
export interface EngineDraw {
  schema: 'equipoise/engine-draw/1'
  trial: string
  caseload: string
  inputs: Readonly<Record<string, string>>
  algorithms: { sampling: { name: string; version: number }; allocation: { name: string; version: number } }
  seed: string
  cases: number
  eligible: number
  /** Cases that fail each criterion, whatever else they fail, and those of which it is the first that fails. */
  exclusions: readonly { criterion: string; failed: number; failedFirst: number }[]
  strata: readonly (StratumSize & { sampled: number; arms: Readonly<Record<string, number>> })[]
  sampled: number
  /** SHA-256 of numbers.csv. */
  numbers: string
}

/**
 * Draws a sample of a caseload in an engine and allocates it, without any row leaving it: the engine counts the eligible cases of each
 * stratum, the draw runs over their numbers in byte order of id, and what is written are stratum, number and arm, and the statements that
 * number the cases and join the two. The draw is that of `sample` and `allocate` on the same caseload as a file.
 *
 * Throws a `TrialError` for a design whose draw depends on more than the order of cases within strata, and for a caseload with ids that
 * stand twice or cells that cannot be.
 */
export async function drawInEngine(request: EngineDrawRequest, progress: Progress): Promise<EngineDraw> {
  const { trial, engine, isCsv, seed, out, signal } = request
  const { protocol } = trial
  requireSeed(seed)
  const dialect = dialectOf(engine.dialect)
  refuseIfAny(unfit(protocol, dialect.hasWindows ? undefined : dialect.title))
  progress.report('Checking the caseload', 0, 2)
  const table: CaseloadTable = { relation: engine.relation, columns: await engine.columns(), isCsv }
  refuseIfAny(columnIssues(protocol, table))
  const sql = new CaseloadSql(protocol, dialect, table)
  const checked = await checkedCaseload(engine, sql, protocol, signal)
  progress.report('Counting the eligible cases', 1, 2)
  const sizes = (await engine.query(sql.strata(), signal)).map(
    ([stratum, eligible]): StratumSize => ({ stratum: stratum ?? '', eligible: Number(eligible) }),
  )
  const { record, numberOf } = drawNumbers(protocol, sizes, seed)
  progress.report('Counting the eligible cases', 2, 2)
  const numbers = csvPieces(
    ['stratum', 'number', 'arm', 'probability', 'probability_numerator', 'probability_denominator', 'position'],
    record.length,
    [
      codedCells(record.cases.strata, stratum => [stratum]),
      valueCells(row => numberOf(row)),
      codedCells(record, ({ arm, probability: { numerator, denominator } }) => [
        ...[arm, numerator / denominator, numerator, denominator],
      ]),
      valueCells(row => record.positionAt(row)),
    ],
  )
  const counts = armCounts(record)
  const result: EngineDraw = {
    schema: 'equipoise/engine-draw/1',
    trial: protocol.id,
    caseload: engine.shown,
    inputs: { 'protocol.yaml': trial.hashes.protocol },
    algorithms: { sampling: samplingMethod(protocol).algorithm, allocation: allocationMethod(protocol).algorithm },
    seed,
    ...checked,
    eligible: sumOf(sizes.map(({ eligible }) => eligible)),
    strata: sizes.map(size => {
      const arms = protocol.arms.map(({ id }) => [id, counts[size.stratum]?.[id] ?? 0] as const)
      return { ...size, sampled: sumOf(arms.map(([, cases]) => cases)), arms: Object.fromEntries(arms) }
    }),
    sampled: record.length,
    numbers: numbers.sha256,
  }
  mkdirSync(out, { recursive: true })
  writeFileAtomically(join(out, 'numbers.csv'), numbers)
  writeFileAtomically(join(out, 'numbered.sql'), `${sql.numbered()}\n`)
  writeFileAtomically(join(out, 'joined.sql'), `${sql.joined(request.numbers ?? numbersTable)}\n`)
  writeFileAtomically(join(out, 'draw.json'), `${canonicalJson({ ...result })}\n`)
  return result
}

/** Why a draw cannot be made of numbers within strata. */
function unfit(protocol: Protocol, withoutWindows: string | undefined): Issue[] {
  const [sampling, allocation] = [samplingMethod(protocol), allocationMethod(protocol)]
  const fields = allocation.baselineFields(protocol)
  return [
    ...(withoutWindows === undefined
      ? []
      : [drawNeedsFile('the engine', `${withoutWindows}, which cannot number cases`)]),
    ...(protocol.register === undefined
      ? []
      : [drawNeedsFile('register', 'a register of concurrent trials, which is a file')]),
    ...(protocol.enrolment === undefined ? [] : [drawNeedsFile('enrolment', 'cases that arrive one by one')]),
    ...(protocol.clusters === undefined ? [] : [drawNeedsFile('clusters', 'linked cases, which are dealt together')]),
    ...(sampling.withinStrata || protocol.strata.length === 0
      ? []
      : [drawNeedsFile('sampling', `${sampling.id}, which looks at more than one stratum at a time`)]),
    ...(allocation.withinStrata || protocol.strata.length === 0
      ? []
      : [drawNeedsFile('allocation', `${allocation.id}, which looks at more than one stratum at a time`)]),
    ...(fields.length === 0 ? [] : [drawNeedsFile('allocation', `${allocation.id} by ${fields.join(' and ')}`)]),
  ]
}

function columnIssues(protocol: Protocol, { columns, isCsv }: CaseloadTable): Issue[] {
  const names = columns.map(({ name }) => name)
  const fields = recordedFields({ fields: fieldsRead(protocol) })
  const wanted = [{ id: protocol.caseload.caseId, type: 'text' as const }, ...fields]
  return wanted.flatMap(({ id, type }): Issue[] => {
    const column = columns.find(({ name }) => name === id)
    if (column === undefined) return [columnMissing(id, names)]
    const isNumber = type === 'integer' || type === 'money'
    if (isCsv || !isNumber || column.type === 'integer' || column.type === 'decimal') return []
    return [columnType(id, type === 'money' ? 'pounds as a decimal' : 'whole numbers', column.declared)]
  })
}

async function checkedCaseload(
  engine: QueryEngine,
  sql: CaseloadSql,
  protocol: Protocol,
  signal: AbortSignal | undefined,
): Promise<Pick<EngineDraw, 'cases' | 'exclusions'>> {
  const { sql: statement, columns } = sql.checks()
  const [row = []] = await engine.query(statement, signal)
  const of = (name: string): number => Number(row[columns.indexOf(name)] ?? 0)
  const cells = fieldsRead(protocol).flatMap(({ id, optional }, at): Issue[] => [
    ...(of(`bad_${at + 1}`) > 0
      ? [caseloadCells(id, 'a value of the field', `${of(`bad_${at + 1}`)} cells that hold another`)]
      : []),
    ...(of(`missing_${at + 1}`) > 0 && optional !== true
      ? [caseloadCells(id, 'a value of every case', `${of(`missing_${at + 1}`)} empty cells`)]
      : []),
  ])
  const twice = of('cases') - of('ids')
  const ids = of('without_id') > 0 || twice > 0 ? [caseloadIds(protocol.caseload.caseId, of('cases'), of('ids'))] : []
  const issues = [...ids, ...cells]
  if (issues.length > 0) throw new TrialError(issues)
  return {
    cases: of('cases'),
    exclusions: protocol.eligibility.map(({ id }, at) => ({
      criterion: id,
      failed: of(`failed_${at + 1}`),
      failedFirst: of(`first_${at + 1}`),
    })),
  }
}

/** The sampled cases with their arms, and the number in its stratum of each. */
function drawNumbers(protocol: Protocol, sizes: readonly StratumSize[], seed: string) {
  const { table, numberOf } = numberedCases(protocol, sizes)
  const rows = Int32Array.from({ length: table.ids.length }, (_, row) => row)
  const sample = drawSample(table, rows, protocol, streamsOf(seed))
  const record = drawAllocation(sample.table, withTargets(protocol, sample.targets?.table), streamsOf(seed))
  return { record, numberOf: (row: number) => numberOf(record.cases.ids.at(row) ?? '') }
}
