import { collectIssues, type Issue, TrialError } from '../core/errors.ts'
import { declaredCases } from '../model/allocation.ts'
import type { Protocol } from '../model/protocol.ts'
import { readAuthorTexts } from './author-texts.ts'
import { readOwnCharts } from './charts/own-charts.ts'
import { possibleChartIds } from './charts/standard-charts.ts'
import { declaredResults } from './results/declared-results.ts'
import {
  hasFile,
  readDisclosure,
  readPlan,
  readProtocol,
  readPublished,
  readShape,
  readSizing,
  readSynthetic,
  readTrial,
  type Trial,
  trialFiles,
} from './trial-folder.ts'

/** What a trial is, as its files say. */
export interface TrialCheck {
  schema: 'equipoise/check/1'
  trial: string
  title: string
  kind: Protocol['kind']
  folder: string
  files: readonly string[]
  arms: readonly { id: string; title: string; control: boolean; cases: number | null }[]
  /** Whether cases arrive one by one. */
  sequential: boolean
  criteria: number
  outcomes: readonly string[]
  analyses: readonly { id: string; method: string; role: string }[]
  publishedFigures: number | null
  /** Values that the source document does not give, by key path of the protocol. */
  assumed: readonly { at: string; reason: string }[]
}

/**
 * Reads every file of a trial's folder and says what the trial is, its charts and texts too as far as that can be told without a
 * run. Every problem of every file is reported at once.
 */
export async function checkTrial(folder: string): Promise<TrialCheck> {
  const issues: Issue[] = []
  const protocol = collectIssues(issues, () => readProtocol(folder))
  const plan = collectIssues(issues, () =>
    protocol === undefined ? readShape(folder, 'plan') : readPlan(folder, protocol),
  )
  const [published] = (['published', 'synthetic', 'disclosure', 'sizing'] as const).map(name => {
    if (!hasFile(folder, name)) return undefined
    return collectIssues(issues, () => {
      if (protocol === undefined || plan === undefined) return readShape(folder, name)
      if (name === 'disclosure') return readDisclosure({ folder, protocol })
      if (name === 'sizing') return readSizing({ folder, protocol })
      return name === 'published' ? readPublished({ folder, protocol, plan }) : readSynthetic({ folder, protocol })
    })
  })
  if (protocol !== undefined && plan !== undefined && 'analyses' in plan) {
    const printed = published !== undefined && 'charts' in published ? (published.charts ?? []) : []
    const charts = [...printed.map(({ id }) => id), ...possibleChartIds({ protocol, plan })]
    collectIssues(issues, () => readOwnCharts(folder, charts))
    collectIssues(issues, () => readAuthorTexts(folder, declaredResults({ protocol, plan }, charts)))
  }
  if (issues.length > 0) throw new TrialError(issues)
  const figures = published !== undefined && 'figures' in published ? published.figures.length : null
  return describe(await readTrial(folder), figures)
}

function describe({ folder, protocol, plan }: Trial, publishedFigures: number | null): TrialCheck {
  const cases = (arm: string): number | null => declaredCases(protocol.allocation, arm) ?? null
  return {
    schema: 'equipoise/check/1',
    trial: protocol.id,
    title: protocol.title,
    kind: protocol.kind,
    folder,
    files: (Object.keys(trialFiles) as (keyof typeof trialFiles)[]).filter(name => hasFile(folder, name)),
    arms: protocol.arms.map(({ id, title, control }) => ({ id, title, control: control === true, cases: cases(id) })),
    sequential: protocol.enrolment !== undefined,
    criteria: protocol.eligibility.length,
    outcomes: protocol.outcomes.map(({ id }) => id),
    analyses: plan.analyses.map(({ id, method, role }) => ({ id, method, role })),
    publishedFigures,
    assumed: assumptions(protocol, []),
  }
}

/** Every part of a document that is marked `assumed`, with its reason. */
function assumptions(value: unknown, path: readonly string[]): { at: string; reason: string }[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => assumptions(item, [...path, idOf(item) ?? String(at)]))
  if (typeof value !== 'object' || value === null) return []
  const own =
    'assumed' in value && value.assumed === true
      ? [{ at: path.join('.'), reason: 'reason' in value ? String(value.reason).trim() : '' }]
      : []
  return [...own, ...Object.entries(value).flatMap(([key, part]) => assumptions(part, [...path, key]))]
}

const idOf = (item: unknown): string | undefined =>
  typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : undefined
