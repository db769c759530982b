import type { AnySummary, Summary, SummaryKind } from '../../model/summary.ts'
import { collapseStrata } from '../../summaries/index.ts'
import type { SummarySource } from '../analyse-plan.ts'
import type { DrawnAnalyses } from '../drawing-job.ts'
import { type Economics, evaluateEconomics, protocolCosts } from '../economics.ts'
import { allCountsIn, casesIn, type Findings, type ShownCounts } from '../findings.ts'
import { countId, observedId } from '../results/trial-numbers.ts'
import type { Disclosure } from './disclosure.ts'
import { type Tells, tellsOf } from './held-cases.ts'
import { roundCounts } from './rounding.ts'
import { lookedAt, shownAnalyses } from './shown-analyses.ts'
import { shownHarms } from './shown-harms.ts'

/** What a run gave, as it may be shown. */
export interface Shown {
  findings: Findings
  drawn: DrawnAnalyses
}

/** Findings, and what was drawn for them, without the numbers that would tell of few cases; all of them where the rules exempt them. */
export function shownFindings(findings: Findings, drawn: DrawnAnalyses, disclosure: Disclosure): Shown {
  if (disclosure.exemption !== null) return { findings, drawn }
  const { protocol, plan, summaries, explorations = [] } = findings
  const tells = tellsOf(protocol, summaries, disclosure)
  const control = { protocol, rules: disclosure, tells, casesOf: (arm: string) => casesIn(findings, arm) ?? 0 }
  const analyses = shownAnalyses(findings.analyses, plan.analyses, control)
  const source = shownSource(summaries, tells, disclosure)
  const kept = new Map([...drawn].filter(([id]) => isWhole(findings, id, tells)))
  const costs = protocolCosts(protocol)
  return {
    drawn: kept,
    findings: {
      ...findings,
      analyses,
      explorations: explorations.map(each => ({
        ...each,
        analyses: shownAnalyses(each.analyses, each.planned, control),
      })),
      summaries: source,
      harmsAndDepartures: findings.harmsAndDepartures && shownHarms(findings.harmsAndDepartures, disclosure),
      shownCounts: (outcome, arm) => shownCounts(findings, disclosure, { outcome, arm }),
      economics:
        findings.economics &&
        withRecordedCurves(
          evaluateEconomics({
            ...{ protocol, plan, notice: findings.notice, costs, benchmarks: findings.economics.benchmarks },
            ...{ source, analyses, drawn: kept },
          }),
          findings,
          tells,
        ),
    },
  }
}

/** Curves of a bootstrap whose replicates are not at hand, as they were recorded: the replicates were of rows that are elsewhere. */
function withRecordedCurves(shown: Economics | null, findings: Findings, tells: Tells): Economics | null {
  if (shown === null || findings.outcomesElsewhere !== true) return shown
  const comparisons = shown.comparisons.map(each => {
    const recorded = findings.economics?.comparisons.find(
      ({ arm, against }) => arm === each.arm && against === each.against,
    )
    const { bootstrap = null } = recorded ?? {}
    return bootstrap !== null && isWhole(findings, bootstrap.analysis, tells) ? { ...each, bootstrap } : each
  })
  return { ...shown, comparisons }
}

/** Whether an analysis tells of few cases in no arm, so that what it drew may be shown. */
function isWhole({ analyses, protocol, plan }: Findings, id: string, tells: Tells): boolean {
  const found = analyses.find(each => each.id === id)
  if (found === undefined) return false
  const of = lookedAt(found, plan.analyses)
  return protocol.arms.every(arm => !tells(of, arm.id))
}

/** Summaries without the arms of which they would tell too much, counts to the base. */
function shownSource(source: SummarySource, tells: Tells, { roundTo }: Disclosure): SummarySource {
  const shown = (outcome: string, kind: SummaryKind, scope = {}): AnySummary | undefined => {
    const summary = source(outcome, kind, scope) as Summary<SummaryKind> | undefined
    if (summary === undefined) return undefined
    const cells = collapseStrata(summary).cells.filter(({ arm }) => !tells({ outcome, ...scope }, arm))
    const rounded =
      kind === 'counts' && roundTo !== null
        ? cells.map(cell => ({
            ...cell,
            data: roundCounts(cell.data as Summary<'counts'>['cells'][number]['data'], roundTo),
          }))
        : cells
    return { ...summary, cells: rounded } as AnySummary
  }
  return Object.assign(shown, { largestCluster: source.largestCluster })
}

function shownCounts(
  findings: Findings,
  { held, roundTo }: Disclosure,
  { outcome, arm }: { outcome: string; arm: string },
): ShownCounts | undefined {
  const all = allCountsIn(findings, outcome, arm)
  if (all === undefined) return undefined
  const { n, missing, events } = roundTo === null ? all : roundCounts(all, roundTo)
  const isWholeHeld = held.has(observedId(outcome, arm))
  const shown = Object.entries(events).map(([level, count]) => {
    const isHeld = isWholeHeld || held.has(countId(outcome, arm, level))
    return [level, isHeld ? null : count] as const
  })
  return { n: isWholeHeld ? null : n, missing, events: Object.fromEntries(shown) }
}
