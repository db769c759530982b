import type { Published } from '../../model/published.ts'
import { type Block, count, type Document, type Figure } from '../../report/index.ts'
import type { Findings } from '../findings.ts'
import type { CaseloadArtefact, Manifest } from '../run-folder.ts'
import type { RecordedUnblindings } from '../unblinding/recorded-unblindings.ts'
import { analysisSections } from './analysis-sections.ts'
import { deviationsSection } from './deviations.ts'
import { followUpText } from './follow-up.ts'
import { methodsSection } from './methods.ts'
import { impliedSection } from './page-document.ts'
import { summarySection } from './summary.ts'

/** What a run's manifests say of how its cases came in. */
export interface Flow {
  caseload: CaseloadArtefact
  eligibility: Manifest
  sample: Manifest
  allocation: Manifest
  /** Absent where no arm was shown on record. */
  unblindings?: RecordedUnblindings | null
}

/** The report on a run: how cases came in, what happened, the tests, the contrasts, the cost, the methods. */
export function runDocument(
  findings: Findings,
  flow: Flow,
  figures: readonly Figure[],
  published: Published | undefined,
): Document {
  const { protocol, notice } = findings
  return {
    title: protocol.title,
    subtitle: `Analysis of a run, by intention to treat. Follow-up ${followUpText(protocol).replace(/^from /, '')}.`,
    language: 'en-GB',
    notices: notice === null ? [] : [notice],
    sections: [
      summarySection(findings),
      { id: 'flow', title: 'How cases came into the trial', blocks: flowBlocks(findings, flow) },
      { id: 'charts', title: 'Charts', blocks: figures },
      ...analysisSections(findings),
      ...(published === undefined ? [] : [impliedSection(findings, published)]),
      deviationsSection(findings),
      methodsSection(findings),
    ].filter(({ blocks }) => blocks.length > 0),
  }
}

interface ExclusionCount {
  criterion: string
  failed: number
  failedFirst: number
  remaining: number
}

function flowBlocks({ protocol, assurance }: Findings, flow: Flow): Block[] {
  const { caseload, eligibility, sample, allocation, unblindings } = flow
  const counts = eligibility.counts as readonly ExclusionCount[]
  const allocated = allocation.counts as Readonly<Record<string, Readonly<Record<string, number>>>>
  const arms = protocol.arms
  const arrived = protocol.enrolment !== undefined
  return [
    {
      kind: 'table',
      id: 'exclusions',
      caption: `Of ${count(caseload.cases)} cases ${arrived ? 'that arrived' : 'of the caseload'}, the cases that each criterion excluded`,
      columns: [
        { title: 'Criterion', kind: 'heading' },
        { title: 'Fail it', kind: 'number' },
        { title: 'Fail it first', kind: 'number' },
        { title: 'Left after it', kind: 'number' },
      ],
      rows: counts.map(({ criterion, failed, failedFirst, remaining }) => [
        protocol.eligibility.find(({ id }) => id === criterion)?.title ?? criterion,
        count(failed),
        count(failedFirst),
        count(remaining),
      ]),
      notes: ['A case can fail several criteria; all are kept in 02-eligibility.csv.'],
    },
    {
      kind: 'table',
      id: 'allocated',
      caption: 'Cases allocated, by stratum and arm',
      columns: [
        { title: 'Stratum', kind: 'heading' },
        ...arms.map(({ title }) => ({ title, kind: 'number' as const })),
      ],
      rows: Object.entries(allocated).map(([stratum, row]) => [stratum, ...arms.map(({ id }) => count(row[id] ?? 0))]),
      notes: [
        arrived
          ? `Every eligible case was allocated, by the secret ${JSON.stringify(allocation.seed)}.`
          : `Sample seed ${JSON.stringify(sample.seed)}, allocation seed ${JSON.stringify(allocation.seed)}.`,
        ...(assurance === undefined ? [] : [assurance.statement]),
        ...(unblindings ? [unblindingText(unblindings)] : []),
      ],
    },
  ]
}

function unblindingText({ cases, openings }: RecordedUnblindings): string {
  const single = cases === 1 ? 'The arm of one case was' : `The arms of ${count(cases)} cases were`
  const whole = openings === 0 ? 'never' : openings === 1 ? 'once' : `${count(openings)} times`
  return `${single} shown on record, and those of all cases ${whole} (05-unblinding.sqlite).`
}
