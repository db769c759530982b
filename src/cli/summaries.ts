import type { Protocol } from '../model/protocol.ts'
import type { FlagCounts } from '../outcomes/index.ts'
import type { AllocationOutcome } from '../pipeline/allocate-sample.ts'
import type { CommitOutcome } from '../pipeline/commit/commit-run.ts'
import type { SampleOutcome } from '../pipeline/draw-sample.ts'
import { textTable } from '../report/index.ts'
import { outputWidth } from './open-trial.ts'

const number = (value: number): string => value.toLocaleString('en-GB')

/** What committing did, for people, and what has to be done now. */
export function commitText({ notice, run, sha256, secretFile, commitment, state }: CommitOutcome): string {
  const { caseList, beacon } = commitment
  return [
    ...noticeLines(notice),
    state === 'unchanged'
      ? 'The run held this commitment already; nothing changed.'
      : `Committed to the protocol, the plan, ${number(caseList.cases)} cases and the algorithms. Written to ${run}.`,
    '',
    `SHA-256 of 00-commit.json: ${sha256}`,
    '',
    `Publish this hash before the value of ${beacon.round} is published, where others keep it with its date. Only then does it show that nobody chose the draw.`,
    `Keep ${secretFile}, and keep it secret until the sample is drawn, which reveals it. Without it this run cannot be drawn.`,
  ].join('\n')
}

/** What is flagged in an analysis set, if anything; the cases are in the file. */
export function flagLines({ duplicateEvents, linkedAcrossArms }: FlagCounts, file: string): string[] {
  const lines = [
    ...(duplicateEvents.groups === 0
      ? []
      : [
          `Flagged: ${number(duplicateEvents.events)} events in ${number(duplicateEvents.groups)} groups say the same under different ids; all of them count.`,
        ]),
    ...(linkedAcrossArms.clusters === 0
      ? []
      : [`Flagged: ${number(linkedAcrossArms.cases)} cases share a cluster with a case of another arm.`]),
  ]
  return lines.length === 0 ? [] : [...lines, `They are in ${file}.`, '']
}

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
  const groups = outcome.groups.map(
    ({ arm, cases, representative }) =>
      `${protocol.arms.find(({ id }) => id === arm)?.title ?? arm}: ${number(cases)} cases${representative ? ', representative of the strata' : ', the most that it may have, and not representative of the strata'}.`,
  )
  const reserve = `Reserve lists: ${number(outcome.replacements)} cases, to be used in their order.`
  return [
    ...noticeLines(outcome.notice),
    exclusions.trimEnd(),
    '',
    `${number(outcome.eligible)} of ${number(outcome.cases)} cases are eligible. Sampled ${number(outcome.sampled)} (${strata.join(', ')}).`,
    ...groups,
    ...(outcome.replacements === 0 ? [] : [reserve]),
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
    outcome.assurance.statement,
    outcome.state === 'unchanged'
      ? 'The run held this allocation already; nothing changed.'
      : `Written to ${outcome.run}.`,
  ].join('\n')
}

export const noticeLines = (notice: string | null): string[] => (notice === null ? [] : [notice, ''])
