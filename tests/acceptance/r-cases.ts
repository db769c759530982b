import type {
  ArmEstimates,
  ContrastEstimate,
  ContrastEstimates,
  MethodOptions,
  Result,
} from '../../src/model/method.ts'
import { methods } from '../../src/statistics/index.ts'
import { type AnalysisRow, summarise } from '../../src/summaries/index.ts'
import { binary, columnOf, contrast, resultOf, row } from '../support/analysis.ts'
import { publicRecords } from './public-trials.ts'

/** The outcome of a trial as R was given it: amounts as whole numbers of 1 / `scale`, and who had any. */
export interface Cases {
  scale: number
  amounts: AnalysisRow[]
  payers: AnalysisRow[]
}

export const lastArm = (rows: readonly AnalysisRow[], control: string) => [
  ...new Set(rows.map(({ arm }) => arm).filter(arm => arm !== control)),
  control,
]

export function kl(grouped: boolean): Cases {
  const records = publicRecords('karlan_list_2007.csv')
  const armOf = (arm: string) => (grouped && arm !== 'control' ? 'treatment' : arm)
  return {
    scale: 100,
    amounts: records.map(({ arm = '', amount = '' }) => row(armOf(arm), amount === '' ? null : 100 * Number(amount))),
    payers: records.map(({ arm = '', gave = '' }) => row(armOf(arm), Number(gave))),
  }
}

export function tanf(): Cases {
  const rows = publicRecords('dc_tanf_recertification_2017.csv')
    .filter(({ recert_status }) => recert_status !== '')
    .map(({ condition = '', recert_status, service_center, recert_month }) =>
      row(condition, Number(recert_status === 'Processed'), `${service_center}-${recert_month}`),
    )
  return { scale: 1, amounts: rows, payers: rows }
}

/** Earnings have up to 12 decimals, of which the first ten stay: a part in 10^13. */
export function nsw(): Cases {
  const records = publicRecords('nsw_mixtape.csv').map(
    ({ treat, re78 }) => [treat === '1' ? 'treated' : 'control', Number(re78)] as const,
  )
  return {
    scale: 1e10,
    amounts: records.map(([arm, amount]) => row(arm, Math.round(1e10 * amount))),
    payers: records.map(([arm, amount]) => row(arm, Number(amount > 0))),
  }
}

export const known = new Map<string, () => Cases>([
  ['kl.arm', () => kl(false)],
  ['kl.treat', () => kl(true)],
  ['tanf.ok', tanf],
  ['nsw', nsw],
])
export const read = new Map<string, Cases>()

/** The cases of an entry, read once. */
export function casesOf(id: string): Cases {
  const [name, make] = [...known].find(([prefix]) => id.startsWith(`${prefix}.`)) ?? []
  if (name === undefined || make === undefined) throw new Error(`no cases for ${id}`)
  const cases = read.get(name) ?? make()
  read.set(name, cases)
  return cases
}

/** What a method makes of the rows; `pair` leaves only two arms. */
export function by<R extends Result>(
  id: string,
  rows: readonly AnalysisRow[],
  options: Partial<MethodOptions> = {},
): R {
  const method = methods.find(id)
  if (method === undefined) throw new Error(`no method ${id}`)
  const isBinary = method.requires === 'counts'
  const control = rows.some(({ arm }) => arm === 'control') ? 'control' : 'No_Letter'
  const column = columnOf(rows, { arms: lastArm(rows, control), control, ...(isBinary ? binary : {}) })
  const [summary] = summarise(column, [method.requires])
  return resultOf(method.compute(summary as never, { level: 0.95, contrasts: [], ...options })) as R
}

export const ofPair = (rows: readonly AnalysisRow[], arm: string, against: string) =>
  rows.filter(each => each.arm === arm || each.arm === against)

export function contrastBy(id: string, rows: readonly AnalysisRow[], arm: string, against: string): ContrastEstimate {
  const { contrasts } = by<ContrastEstimates>(id, ofPair(rows, arm, against), { contrasts: [contrast(arm, against)] })
  const [first] = contrasts
  if (first === undefined) throw new Error('no contrast')
  return resultOf(first.computation)
}

export const limits = ({ lower, upper }: { lower: number; upper: number }, scale = 1) => [lower / scale, upper / scale]

export const estimatesIn = (result: ArmEstimates, arms: readonly string[]) =>
  arms.map(arm => {
    const found = result.estimates.find(each => each.arm === arm)
    if (found === undefined) throw new Error(`no estimate of ${arm}`)
    return found
  })

/** `tanf.ok.Open_Appt.vs.No_Letter.prop` compares these two arms. */
export function pairOf(id: string): [arm: string, against: string] {
  const [, arm = '', against = ''] = /\.(\w+)\.vs\.(\w+)\./.exec(id) ?? []
  return [arm, against]
}

export function counts(id: string) {
  const { payers } = casesOf(id)
  const of = (keep: (each: AnalysisRow) => boolean) =>
    Object.fromEntries(
      [...new Set(payers.map(({ arm }) => arm))].map(arm => [
        arm,
        payers.filter(each => each.arm === arm && keep(each)).length,
      ]),
    )
  return { n: of(({ value }) => value !== null), x: of(({ value }) => value === 1) }
}
