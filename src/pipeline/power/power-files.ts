import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Chart, chartFiles, powerCurve, renderChart, renderPng } from '../../charts/index.ts'
import type { Computation } from '../../model/method.ts'
import { writeFileAtomically } from '../../storage/files.ts'
import { csvText } from '../case-files.ts'
import type { OutcomePower, TrialPower } from './power-of-trial.ts'

/**
 * Writes the table of a trial's power and a curve of each outcome, each as drawing, data and specification. Gives the names.
 *
 * @example await writePower(powerOfTrial({ ...trial, sizing: sizingOf(trial, {}) }), 'power')
 */
export async function writePower(power: TrialPower, folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const files = [{ name: 'power.csv', content: powerCsv(power) as string | Uint8Array }]
  for (const outcome of power.outcomes) {
    const chart = curveOf(power, outcome)
    const rendered = await renderChart(chart)
    files.push(...chartFiles(chart, rendered, await renderPng(rendered.svg)))
  }
  for (const { name, content } of files) writeFileAtomically(join(folder, name), content)
  return files.map(({ name }) => name)
}

const columns = [
  ...['outcome', 'contrast', 'arm', 'against', 'arm.cases', 'against.cases', 'unit'],
  ...['detectable', 'detectable.together', 'half.width', 'worth', 'power', 'cases.needed'],
] as const

/** A row for each contrast of each outcome: shares from 0 to 1, amounts in pence; an empty cell where there is no number. */
function powerCsv({ outcomes, cases }: TrialPower): string {
  return csvText(
    columns,
    outcomes.flatMap(({ outcome, type, worth, contrasts }) =>
      contrasts.map(({ contrast, arm, against, detectable, detectableTogether, halfWidth, power, casesNeeded }) => [
        ...[outcome, contrast, arm, against, cases[arm], cases[against], type === 'money' ? 'pence' : 'share'],
        ...[numberOf(detectable), numberOf(detectableTogether), halfWidth, worth ?? undefined, power ?? undefined],
        numberOf(casesNeeded),
      ]),
    ),
  )
}

const numberOf = (found: Computation<number> | null): number | undefined =>
  found?.status === 'computed' ? found.result : undefined

function curveOf({ trial, power: wanted }: TrialPower, { outcome, title, type, contrasts }: OutcomePower): Chart {
  const isMoney = type === 'money'
  const scale = isMoney ? 0.01 : 100
  return powerCurve.draw({
    id: `power-${outcome}`,
    title: `Power to find a difference: ${title}`,
    subtitle: `Trial ${trial}, each contrast judged alone`,
    notice: null,
    axisTitle: isMoney ? 'Difference, pounds per case' : 'Difference, percentage points',
    curves: contrasts.map(({ contrast, title: name, curve }) => ({
      ...{ id: contrast, title: name },
      points: curve.map(({ difference, power }) => ({ difference: scale * difference, power: 100 * power })),
    })),
    wanted: 100 * wanted,
    unit: isMoney ? 'pounds' : 'points',
    decimals: 2,
  })
}
