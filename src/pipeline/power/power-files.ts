import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chartFiles, renderChart, renderPng } from '../../charts/index.ts'
import { writeFileAtomically } from '../../storage/files.ts'
import { csvText } from '../case-files.ts'
import { breakEvenOf, keyOf, numberOf, powerCharts } from './power-charts.ts'
import { casesOfSide, type OutcomePower, type TrialPower } from './power-of-trial.ts'

/**
 * Writes the tables of a trial's power and its charts, each as drawing, data and specification. Gives the names.
 *
 * @example await writePower(powerOfTrial({ ...trial, sizing: sizingOf(trial, {}) }), 'power')
 */
export async function writePower(power: TrialPower, folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const files: { name: string; content: string | Uint8Array }[] = [
    { name: 'power.csv', content: powerCsv(power) },
    { name: 'sample-sizes.csv', content: sizesCsv(power) },
  ]
  for (const chart of powerCharts(power)) {
    const rendered = await renderChart(chart)
    files.push(...chartFiles(chart, rendered, await renderPng(rendered.svg)))
  }
  for (const { name, content } of files) writeFileAtomically(join(folder, name), content)
  return files.map(({ name }) => name)
}

const unitOf = ({ type }: OutcomePower): string => (type === 'money' ? 'pence' : 'share')

const columns = [
  ...['outcome', 'contrast', 'arm', 'against', 'arm.cases', 'against.cases', 'unit', 'rate', 'arm.sd', 'against.sd'],
  ...['detectable', 'detectable.together', 'half.width', 'worth', 'break.even', 'power', 'cases.needed'],
] as const

/** A row for each contrast of each outcome: shares from 0 to 1, amounts in pence; an empty cell where there is no number. */
function powerCsv(power: TrialPower): string {
  const rows = power.outcomes.flatMap(outcome =>
    outcome.contrasts.map(each => [
      ...[keyOf(outcome), each.contrast, each.arm, each.against],
      ...[casesOfSide(power.cases, each.arm), casesOfSide(power.cases, each.against)],
      ...[unitOf(outcome), outcome.rate, each.standardDeviations?.arm, each.standardDeviations?.against],
      ...[numberOf(each.detectable), numberOf(each.detectableTogether), each.halfWidth, outcome.worth],
      ...[breakEvenOf(power, outcome, each.contrast), each.power, numberOf(each.casesNeeded)],
    ]),
  )
  return csvText(columns, rows)
}

const sizeColumns = [
  ...['outcome', 'contrast', 'arm', 'against', 'unit', 'difference'],
  ...['cases', 'arm.cases', 'against.cases', 'planned'],
] as const

/** A row for each difference of each contrast: the cases that find it. */
function sizesCsv({ outcomes }: TrialPower): string {
  const rows = outcomes.flatMap(outcome =>
    outcome.contrasts.flatMap(({ contrast, arm, against, sizes }) =>
      sizes.map(size => [
        ...[keyOf(outcome), contrast, arm, against, unitOf(outcome), size.difference],
        ...[size.cases, size.arm, size.against, size.planned],
      ]),
    ),
  )
  return csvText(sizeColumns, rows)
}
