import { isInUnit } from '../model/method.ts'
import type {
  EconomicsPerformance,
  Simulated,
  SimulatedAnalysis,
  SimulatedPart,
  TrialSimulation,
} from '../pipeline/simulation/index.ts'
import { count, decimalText, penceAsPounds, textTable } from '../report/index.ts'
import { outputWidth } from './open-trial.ts'

/** A simulation for a terminal: each number with its Monte Carlo error. */
export function simulationText(simulation: TrialSimulation): string {
  const { replicates, alpha, level, scenario, seed } = simulation
  return [
    `${count(replicates)} replicates, seed ${seed}: ${scenarioTitles[scenario]}. Alpha ${alpha}, intervals at ${percent(level, 0)}.`,
    armsText(simulation),
    ...simulation.analyses.map(analysisText),
    ...familiesText(simulation),
    ...economicsText(simulation.economics),
    ...leftOutText(simulation),
    `Taken for granted:\n${simulation.assumptions.map(each => `- ${each}`).join('\n')}`,
  ].join('\n\n')
}

/** A part of a simulation that is in its file. */
export function partText({ out, part, parts, from, to, replicates, state }: SimulatedPart): string {
  const what = `part ${part} of ${parts}, replicates ${count(from + 1)} to ${count(to)} of ${count(replicates)}`
  return state === 'written' ? `Wrote ${what}, to ${out}.` : `${out} holds ${what}, already.`
}

const scenarioTitles = {
  model: 'the model of sizing.yaml',
  null: 'no arm has an effect',
  worth: 'the difference worth finding',
} as const

const percent = (value: number, decimals = 1): string => `${decimalText(100 * value, decimals)}%`

/** A value and its Monte Carlo error in brackets, where there is one. */
function withError(simulated: Simulated | null, written: (value: number) => string): string {
  if (simulated === null) return 'none'
  const { value, standardError } = simulated
  return `${written(value)} (${standardError === null ? 'unknown' : written(standardError)})`
}

const shareText = (simulated: Simulated | null): string => withError(simulated, value => percent(value))

const right = (title: string) => ({ title, align: 'right' as const })
const left = (title: string) => ({ title, align: 'left' as const, wrap: true })
const table = (columns: Parameters<typeof textTable>[0], rows: string[][]): string =>
  textTable(columns, rows, outputWidth()).trimEnd()

function armsText({ arms }: TrialSimulation): string {
  const stages = arms.find(arm => arm.stages.length > 0)?.stages ?? []
  return table(
    [left('Arm'), right('Cases'), ...stages.map(({ title }) => right(title)), right('Pay'), right('Pounds per case')],
    arms.map(arm => [
      ...[arm.arm, count(arm.cases)],
      ...stages.map((_, at) => {
        const reached = arm.stages[at]?.cases ?? null
        return reached === null ? '' : decimalText(reached.value, 1)
      }),
      percent(arm.payingShare, 2),
      arm.meanPerCase === null ? '' : penceAsPounds(arm.meanPerCase),
    ]),
  )
}

function analysisText(analysis: SimulatedAnalysis): string {
  const { title, method, measure, parts } = analysis
  const isTest = parts.every(({ estimate }) => estimate === null)
  const isContrast = measure !== null
  const written = writerOf(analysis)
  const adjusted = parts.some(({ powerInFamily }) => powerInFamily !== null)
  const rows = parts.map(part => [
    part.title,
    ...(isTest || isContrast ? [shareText(part.power)] : []),
    ...(adjusted ? [shareText(part.powerInFamily)] : []),
    ...(isTest ? [] : [part.truth === null ? 'unknown' : written(part.truth)]),
    ...(isTest ? [] : [withError(part.bias, written), shareText(part.coverage)]),
    ...(isContrast ? [shareText(part.typeS), withError(part.typeM, value => decimalText(value, 2))] : []),
  ])
  const columns = [
    left(isTest ? 'Test' : isContrast ? 'Contrast' : 'Arm'),
    ...(isTest || isContrast ? [right('Rejects')] : []),
    ...(adjusted ? [right('in family')] : []),
    ...(isTest ? [] : [right('Truth'), right('Bias'), right('Covered')]),
    ...(isContrast ? [right('Wrong sign'), right('Times too large')] : []),
  ]
  return [`${title} (${method})`, table(columns, rows), ...failureLines(parts)].join('\n')
}

/** Money in pounds, shares in points, ratios as they are. */
function writerOf({ unit, measure }: SimulatedAnalysis): (value: number) => string {
  if (measure !== null && !isInUnit(measure)) return value => decimalText(value, 3)
  return unit === 'pence' ? penceAsPounds : value => decimalText(100 * value, 3)
}

function failureLines(parts: SimulatedAnalysis['parts']): string[] {
  return parts.flatMap(({ title, failures }) => {
    const reasons = Object.entries(failures).map(([reason, times]) => `${reason} ${count(times)}`)
    return reasons.length === 0 ? [] : [`  ${title}: no answer in some replicates: ${reasons.join(', ')}`]
  })
}

function familiesText({ families }: TrialSimulation): string[] {
  if (families.length === 0) return []
  const rows = families.map(({ title, method, any, all }) => [title, method, shareText(any), shareText(all)])
  return [table([left('Family'), left('Adjusted by'), right('Finds any'), right('Finds all')], rows)]
}

function economicsText(economics: readonly EconomicsPerformance[]): string[] {
  if (economics.length === 0) return []
  const rows = economics.map(each => [
    each.title,
    penceAsPounds(each.cost),
    withError(each.additional, penceAsPounds),
    withError(each.net, penceAsPounds),
    shareText(each.coverage),
    shareText(each.shownToLose),
    shareText(each.shownToPay),
  ])
  const columns = [
    left('Pounds in all'),
    ...['Cost', 'Additional', 'less cost', 'Covered', 'Shown to lose', 'Shown to pay'].map(right),
  ]
  return [table(columns, rows)]
}

function leftOutText({ leftOut }: TrialSimulation): string[] {
  return leftOut.length === 0
    ? []
    : [`Not simulated:\n${leftOut.map(({ analysis, why }) => `- ${analysis}: ${why}`).join('\n')}`]
}
