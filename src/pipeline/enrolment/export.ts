import { compareBytes } from '../../core/byte-order.ts'
import { sumOf } from '../../core/lists.ts'
import { allocationMethod, type Eligibility, eligibilityOfReasons } from '../../design/index.ts'
import type { AllocatedCase } from '../../model/case.ts'
import type { Closing } from '../../model/enrolment.ts'
import type { LogHead } from '../../storage/log/chain.ts'
import { arrivalSampling, eligibilityAlgorithm } from '../algorithms.ts'
import { armCounts } from '../allocate-sample.ts'
import { allocationText, csvText, sampleText } from '../case-files.ts'
import { eligibilityText } from '../eligibility-file.ts'
import { noticeOfCases } from '../notices.ts'
import { artefacts, type CaseloadArtefact, type Content, type Facts } from '../run-folder.ts'
import type { Trial } from '../trial-folder.ts'
import type { ArrivalSequence, EnrolledCase } from './sequence.ts'

/** What closing makes of a log: artefacts 01 to 04, each text with the facts of its manifest. */
export interface EnrolmentExport {
  notice: string | null
  exclusions: Eligibility['counts']
  cases: Closing['cases']
  log: LogHead
  /** Cases of each stratum in each arm. */
  counts: ReturnType<typeof armCounts>
  caseload: CaseloadArtefact
  files: readonly ExportedFile[]
  enrolment: ExportedFile
}

export interface ExportedFile {
  artefact: 'eligibility' | 'sample' | 'allocation' | 'enrolment'
  text: Content
  facts: Facts
}

/** What the arrivals are exported under. */
export interface ExportContext {
  trial: Trial
  secret: string
  /** SHA-256 of 00-enrolment.json, and of the plan that the run keeps from then. */
  openingHash: string
  planHash: string
}

/** Derives the artefacts of arrivals that were followed to the end of enrolment. Used to write them and to verify them. */
export function deriveExport(sequence: ArrivalSequence, context: ExportContext): EnrolmentExport {
  const { trial } = context
  const { protocol, hashes } = trial
  const assessed = [...sequence.assessments].map(([id, events]) => ({ id, reasons: events.at(-1)?.reasons ?? [] }))
  const eligibility = eligibilityOfReasons(
    assessed.map(({ reasons }) => reasons),
    protocol,
  )
  const ids = assessed.map(({ id }) => id)
  const notice = noticeOfCases(trial, ids)
  const enrolled = [...sequence.allocated.values()]
  const byId = enrolled.toSorted((a, b) => compareBytes(a.event.case, b.event.case))
  const shared = { trial: protocol.id, notice }
  const ofProtocol = { 'protocol.yaml': hashes.protocol }
  const opening = { [artefacts.opening]: context.openingHash }
  const log = { [artefacts.log]: sequence.head.hash }
  const eligible = eligibilityText(ids, eligibility)
  const sample = sampleText(
    // Every eligible case that arrives is in.
    byId.map(({ unit }) => ({ ...unit, probability: { numerator: 1, denominator: 1 } })),
    protocol,
  )
  const allocated = byId.map(allocatedCase)
  const allocation = allocationText(allocated)
  const counts = armCounts(allocated)
  const cases = {
    arrivals: sumOf([...sequence.assessments.values()].map(events => events.length)),
    assessed: ids.length,
    allocated: enrolled.length,
    excluded: ids.length - enrolled.length,
  }
  return {
    notice,
    exclusions: eligibility.counts,
    cases,
    log: sequence.head,
    counts,
    caseload: caseloadOf(shared, sequence.head, ids.length, { ...ofProtocol, ...opening }),
    files: [
      {
        artefact: 'eligibility',
        text: eligible,
        facts: {
          schema: 'equipoise/eligibility-manifest/1',
          ...shared,
          inputs: { ...ofProtocol, ...opening, ...log },
          algorithm: eligibilityAlgorithm,
          counts: eligibility.counts,
        },
      },
      {
        artefact: 'sample',
        text: sample,
        facts: {
          schema: 'equipoise/sample-manifest/1',
          ...shared,
          inputs: { ...ofProtocol, ...opening, ...log, [artefacts.eligibility]: eligible.sha256 },
          algorithm: arrivalSampling,
          enrolment: 'sequential',
          strata: strataOf(counts),
        },
      },
      {
        artefact: 'allocation',
        text: allocation,
        facts: {
          schema: 'equipoise/allocation-manifest/1',
          ...shared,
          inputs: {
            ...ofProtocol,
            ...opening,
            ...log,
            [artefacts.sample]: sample.sha256,
            [artefacts.allocatedPlan]: context.planHash,
          },
          algorithm: allocationMethod(protocol).algorithm,
          enrolment: 'sequential',
          seed: context.secret,
          counts,
        },
      },
    ],
    enrolment: {
      artefact: 'enrolment',
      text: enrolmentText(enrolled),
      facts: {
        schema: 'equipoise/enrolment-closing/1',
        ...shared,
        inputs: opening,
        algorithm: allocationMethod(protocol).algorithm,
        log: sequence.head,
        cases,
        secret: context.secret,
      },
    },
  }
}

const allocatedCase = ({ unit: { id, stratum, cluster }, given }: EnrolledCase): AllocatedCase => {
  const { arm, probability, position } = given
  return { id, stratum, cluster, arm, probability, position, linked: false }
}

/** 01: the log takes the place of a caseload; its hash is that of the chain. */
const caseloadOf = (
  shared: Pick<CaseloadArtefact, 'trial' | 'notice'>,
  head: LogHead,
  cases: number,
  inputs: CaseloadArtefact['inputs'],
): CaseloadArtefact => ({
  schema: 'equipoise/caseload/1',
  ...shared,
  path: artefacts.log,
  sha256: head.hash,
  cases,
  inputs,
})

const strataOf = (counts: ReturnType<typeof armCounts>) =>
  Object.keys(counts)
    .sort(compareBytes)
    .map(stratum => ({ stratum, cases: sumOf(Object.values(counts[stratum] ?? {})) }))
    .map(({ stratum, cases }) => ({ stratum, eligible: cases, sampled: cases }))

const enrolmentColumns = [
  ...['arrival', 'event', 'case', 'at', 'stratum', 'arm', 'position'],
  ...['probability_numerator', 'probability_denominator'],
  ...['conditional_probability', 'conditional_numerator', 'conditional_denominator'],
]

/** 04-enrolment.csv: allocated cases in the order of arrival. Its manifest closes enrolment. */
const enrolmentText = (enrolled: readonly EnrolledCase[]): string =>
  csvText(
    enrolmentColumns,
    enrolled.map(({ seq, event, unit, given: { arm, position, probability, conditional } }, index) => [
      ...[index + 1, seq, event.case, event.at, unit.stratum, arm, position],
      ...[probability.numerator, probability.denominator],
      ...[conditional.numerator / conditional.denominator, conditional.numerator, conditional.denominator],
    ]),
  )
