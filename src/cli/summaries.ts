import type { Protocol } from '../model/protocol.ts'
import type { AllocationOutcome } from '../pipeline/allocate-sample.ts'
import type { SampleOutcome } from '../pipeline/draw-sample.ts'
import { textTable } from '../report/index.ts'
import { outputWidth } from './open-trial.ts'

const number = (value: number): string => value.toLocaleString('en-GB')

/** What sampling did, for people. */
export function sampleText(protocol: Protocol, outcome: SampleOutcome): string {
  const exclusions = textTable(
    [
      { title: 'Criterion', align: 'left', wrap: true },
      { title: 'Fail it', align: 'right' },
      { title: 'Fail it first', align: 'right' },
      { title: 'Left', align: 'right' },
    ],
    outcome.exclusions.map(({ criterion, failed, failedFirst, remaining }) => [
      protocol.eligibility.find(({ id }) => id === criterion)?.title ?? criterion,
      number(failed),
      number(failedFirst),
      number(remaining),
    ]),
    outputWidth(),
  )
  const strata = outcome.strata.map(
    ({ stratum, eligible, sampled }) => `stratum ${stratum}: ${number(sampled)} of ${number(eligible)}`,
  )
  return [
    ...noticeLines(outcome.notice),
    exclusions.trimEnd(),
    '',
    `${number(outcome.eligible)} of ${number(outcome.cases)} cases are eligible. Sampled ${number(outcome.sampled)} (${strata.join(', ')}).`,
    outcome.state === 'unchanged' ? 'The run held this sample already; nothing changed.' : `Written to ${outcome.run}.`,
  ].join('\n')
}

/** What allocation did, for people. */
export function allocationText(protocol: Protocol, outcome: AllocationOutcome): string {
  const table = textTable(
    [{ title: 'Stratum', align: 'left' }, ...protocol.arms.map(({ title }) => ({ title, align: 'right' as const }))],
    Object.entries(outcome.counts).map(([stratum, row]) => [
      stratum,
      ...protocol.arms.map(({ id }) => number(row[id] ?? 0)),
    ]),
    outputWidth(),
  )
  return [
    ...noticeLines(outcome.notice),
    table.trimEnd(),
    '',
    `Allocated ${number(outcome.cases)} cases, ${number(outcome.linkedCases)} of them linked and dealt with their cluster (${outcome.algorithm.name}, version ${outcome.algorithm.version}).`,
    'Anyone can re-derive this draw from the sample, the protocol and the seed; that nobody chose the seed it does not show.',
    outcome.state === 'unchanged'
      ? 'The run held this allocation already; nothing changed.'
      : `Written to ${outcome.run}.`,
  ].join('\n')
}

export const noticeLines = (notice: string | null): string[] => (notice === null ? [] : [notice, ''])
