import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Chart,
  type ChartColumn,
  type DataRow,
  fieldsOf,
  type OwnSpec,
  ownChart,
  readOwnSpec,
  renderChart,
  shownRows,
} from '../../charts/index.ts'
import { collectIssues, InternalError, type Issue, TrialError } from '../../core/errors.ts'
import { readJson, readText } from '../../storage/files.ts'
import { jsonPlaces } from '../../storage/yaml.ts'
import type { Findings } from '../findings.ts'
import { economicsRows } from '../tidy-economics.ts'
import { tidyRows } from '../tidy-results.ts'
import { specIssue, specNotDrawn, specNotNamed } from './issues.ts'

const folderName = 'charts'
const ending = '.vl.json'
const chartPrefix = 'chart:'
const idPattern = /^[a-z][a-z0-9_-]*$/

/** A spec that the trial's authors wrote, with its file. */
export interface OwnFile {
  file: string
  own: OwnSpec
}

/**
 * The specs in the folder `charts` of a trial, in order of name, checked: every problem of all is reported. They may ask for
 * `results`, `economics`, and the table of another chart as `chart:<id>`.
 */
export function readOwnCharts(trialFolder: string, charts: readonly string[]): OwnFile[] {
  const folder = join(trialFolder, folderName)
  if (!existsSync(folder)) return []
  const known = ['results', 'economics', ...charts.map(id => `${chartPrefix}${id}`)]
  const issues: Issue[] = []
  const files = readdirSync(folder)
    .filter(name => name.endsWith(ending))
    .sort()
    .flatMap((name): OwnFile[] => {
      const file = join(folder, name)
      const id = name.slice(0, -ending.length)
      if (!idPattern.test(id) || charts.includes(id)) issues.push(specNotNamed(file, id))
      const read = collectIssues(issues, () => specIn(file, id, known))
      return read === undefined ? [] : [{ file, own: read }]
    })
  if (issues.length > 0) throw new TrialError(issues)
  return files
}

function specIn(file: string, id: string, known: readonly string[]): OwnSpec {
  const read = readOwnSpec(id, readJson(file), known)
  if (!Array.isArray(read)) return read
  const locate = jsonPlaces(readText(file), file)
  const parts = (path: string) =>
    path === '' ? [] : path.split('.').map(part => (/^\d+$/.test(part) ? Number(part) : part))
  throw new TrialError(read.map(problem => specIssue(locate(parts(problem.path)), problem, known)))
}

/** The chart of a spec, drawn once to see that it can be; its table holds what its marks show. */
export async function drawOwnChart(
  { file, own }: OwnFile,
  findings: Findings,
  chartOf: (id: string) => Chart | undefined,
): Promise<Chart> {
  const chart = ownChart(own, name => rowsOf(findings, name, chartOf), findings.notice)
  try {
    await renderChart(chart)
    const rows = await shownRows(chart.panels.wide)
    const fields = fieldsOf(own.spec).filter(field => rows.some(row => field in row))
    return {
      ...chart,
      table: { columns: fields.map(field => columnOf(field, rows)), rows: rows.map(row => pick(row, fields)) },
    }
  } catch (error) {
    if (error instanceof InternalError || error instanceof TypeError)
      throw new TrialError([specNotDrawn(file, error.message)])
    throw error
  }
}

const mostDecimals = 4

function columnOf(field: string, rows: readonly DataRow[]): ChartColumn {
  const numbers = rows.map(row => row[field]).filter(value => value !== null && value !== undefined)
  if (!numbers.every(value => typeof value === 'number')) return { id: field, title: field, unit: 'text', decimals: 0 }
  const decimals = Math.max(0, ...numbers.map(value => decimalsOf(value)))
  return { id: field, title: field, unit: 'points', decimals: Math.min(mostDecimals, decimals) }
}

const decimalsOf = (value: number): number => String(value).split('.')[1]?.length ?? 0

function pick(row: DataRow, fields: readonly string[]): Record<string, string | number | null> {
  return Object.fromEntries(
    fields.map(field => {
      const value = row[field] ?? null
      return [field, typeof value === 'boolean' ? String(value) : value]
    }),
  )
}

function rowsOf(findings: Findings, name: string, chartOf: (id: string) => Chart | undefined): DataRow[] {
  if (name === 'results') return tidyRows(findings).map(forVega)
  if (name === 'economics') return economicsRows(findings.economics).map(forVega)
  return (chartOf(name.slice(chartPrefix.length))?.table.rows ?? []).map(forVega)
}

/** Vega-Lite reads a dot in a field as a path, so that columns have an underscore there; an empty cell is null. */
function forVega(row: Readonly<Record<string, string | number | null | undefined>>): DataRow {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key.replaceAll('.', '_'), value ?? null]))
}
