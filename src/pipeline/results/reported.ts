import type { CovariateBalance } from '../../design/index.ts'
import type { Comparison } from '../../model/comparison.ts'
import type { Published } from '../../model/published.ts'
import { comparisonNumbers, type NamedNumber, type Results, resultsOf } from '../../report/index.ts'
import { summaryNumbers } from '../document/summary-numbers.ts'
import type { Findings } from '../findings.ts'
import type { PageFindings } from '../page/page-findings.ts'
import { analysisId, analysisNumbers } from './analysis-numbers.ts'
import { assuranceNumbers } from './assurance-numbers.ts'
import { baselineNumbers } from './baseline-numbers.ts'
import { economicsNumbers } from './economics-numbers.ts'
import { figureNumbers } from './figure-numbers.ts'
import { harmNumbers } from './harm-numbers.ts'
import type { Reported } from './reported-findings.ts'
import { caseNumbers, impliedNumbers, outcomeNumbers, planNumbers, roundingNumbers } from './trial-numbers.ts'

/** What a report says beside the findings. */
export interface AlsoReported {
  /** Of the manifests. */
  flow?: readonly NamedNumber[] | undefined
  published?: Published | undefined
  comparison?: Comparison | undefined
  /** The arms at baseline. */
  baseline?: readonly CovariateBalance[] | undefined
  /** Numbers of the charts. */
  charts?: readonly NamedNumber[] | undefined
}

/** Findings with every number that a document on them may name. */
export function reported(found: Findings | PageFindings, also: AlsoReported = {}): Reported {
  const findings = { ...found, explorations: namedExplorations(found) }
  const base = resultsOf(baseNumbers(findings, also))
  const more = summaryNumbers({ ...findings, results: base })
  return { ...findings, results: resultsOf([...base.all, ...more]) }
}

/** What was tried beside the plan may have the ids of the plan's analyses: there the exploration's id stands before them. */
const namedExplorations = ({ explorations = [] }: Findings) =>
  explorations.map(exploration => ({
    ...exploration,
    analyses: exploration.analyses.map(result => ({ ...result, id: `${exploration.id}.${result.id}` })),
  }))

function baseNumbers(findings: Findings | PageFindings, also: AlsoReported): NamedNumber[] {
  const { protocol, analyses, explorations = [], economics } = findings
  const { flow = [], published, comparison, baseline = [], charts = [] } = also
  const all = [...analyses, ...explorations.flatMap(exploration => exploration.analyses)]
  const ofAnalyses = all.flatMap(result => analysisNumbers(protocol, result))
  return [
    ...caseNumbers(findings),
    ...planNumbers(findings),
    ...ofAnalyses,
    ...('overRounding' in findings ? roundingNumbers(findings, unitsIn(resultsOf(ofAnalyses))) : []),
    ...economicsNumbers(economics),
    ...outcomeNumbers(findings),
    ...flow,
    ...(published === undefined ? [] : impliedNumbers(findings, published)),
    ...(published === undefined || findings.basis === 'page' ? [] : figureNumbers(findings, published)),
    ...(comparison === undefined ? [] : comparisonNumbers(comparison)),
    ...baselineNumbers(baseline),
    ...assuranceNumbers(findings),
    ...harmNumbers(findings.harmsAndDepartures),
    ...charts,
  ]
}

const unitsIn =
  (results: Results) =>
  (analysis: string, contrast: string): Pick<NamedNumber, 'unit' | 'decimals'> | undefined => {
    const estimate = results.find(analysisId(analysis, contrast, 'estimate'))
    return estimate && { unit: estimate.unit, decimals: estimate.decimals }
  }
