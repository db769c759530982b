import { TrialError } from '../../core/errors.ts'
import type { Plan } from '../../model/plan.ts'
import { hasPooledSide } from '../../model/pooled-arms.ts'
import type { Protocol } from '../../model/protocol.ts'
import type { Sizing } from '../../model/sizing.ts'
import type { SpendingFunction } from '../../statistics/sequential/spending.ts'
import type { Trial } from '../trial-folder.ts'
import { FlagReader } from './flag-reader.ts'
import { ruleUnknown, settingOutOfPlace, sharesInvalid, sizesUnknown } from './issues.ts'
import { type JudgedArm, judgedTogether, plannedCases } from './judged-together.ts'
import { type EfficacyRule, efficacyNames, efficacyOf, spendingNames, spendingOf } from './rules.ts'

/** What is asked, in the words of the command line. What is absent is as the trial's files say. */
export interface BoundaryFlags {
  outcome?: string | undefined
  arm?: string | undefined
  against?: string | undefined
  together?: readonly string[] | undefined
  spending?: string | undefined
  looks?: string | undefined
  shares?: string | undefined
  futility?: string | undefined
  binding?: boolean | undefined
  alpha?: string | undefined
  cases?: string | undefined
  rate?: string | undefined
  sd?: string | undefined
  effect?: string | undefined
  truth?: readonly string[] | undefined
}

export type Outcome = Protocol['outcomes'][number]

/** Where the looks come from: the plan's interim looks, the command line or, where both are silent, a supposition. */
export type LooksFrom = 'plan' | 'given' | 'assumed'

/** The shares of the information at the looks, the end among them. */
interface Looks {
  shares: readonly number[]
  looksFrom: LooksFrom
}

/** Two arms and their planned cases. */
export interface Comparison {
  arm: string
  against: string
  cases: { arm: number; against: number }
}

/** The flags, understood. Effects and standard deviations of money are in pence, effects on a share are 0 to 1. */
export interface BoundaryRequest extends Comparison, Looks {
  outcome: Outcome
  together: readonly JudgedArm[]
  alpha: number
  efficacy: EfficacyRule
  futility: SpendingFunction | undefined
  binding: boolean
  rate: number | undefined
  standardDeviation: number | undefined
  effect: number | 'break-even' | undefined
  truths: readonly number[]
}

const mostLooks = 50
/** Looks where neither the plan nor the command line says any, the end counted. */
const assumedLooks = 4

/** Reads the flags beside the trial's files. Throws a `TrialError` with everything that makes no sense. */
export function boundaryRequest(trial: Trial, flags: BoundaryFlags, sizing?: Sizing): BoundaryRequest {
  const reader = new FlagReader()
  const outcome = outcomeOf(trial, flags, reader)
  const comparison = comparisonOf(trial, { flags, sizing }, reader)
  const looks = looksOf(trial.plan, flags, reader)
  const together =
    comparison === undefined
      ? []
      : judgedTogether(
          trial,
          flags.together ?? [],
          {
            sizing,
            compared: [comparison.arm, comparison.against],
            cases: flags.cases === undefined ? undefined : comparison.cases.arm,
            looks: looks?.shares.length ?? 0,
            binding: flags.binding === true,
          },
          reader,
        )
  const rules = rulesOf(trial.plan, flags, reader)
  const alpha =
    reader.number('--alpha', flags.alpha, 'a level above 0 and below 1, as 0.05', isShare) ?? trial.plan.alpha
  const scale = scaleOf(outcome, flags, reader)
  const isWhole = outcome !== undefined && comparison !== undefined && looks !== undefined && rules !== undefined
  if (reader.issues.length > 0 || !isWhole) throw new TrialError(reader.issues)
  return { outcome, ...comparison, ...looks, together, alpha, ...rules, ...scale }
}

const isShare = (value: number): boolean => value > 0 && value < 1

/** The outcome that is named; else that of the plan's interim looks, of its first primary analysis, of any. */
function outcomeOf({ protocol, plan }: Trial, flags: BoundaryFlags, reader: FlagReader): Outcome | undefined {
  const possible = protocol.outcomes.filter(
    ({ type, observed }) => (type === 'binary' || type === 'money') && observed === undefined,
  )
  const looked = plan.analyses.filter(({ id }) => id === plan.interim?.analysis)
  const primary = plan.analyses.filter(({ role }) => role === 'primary')
  const usual = [...looked, ...primary, ...plan.analyses]
    .map(analysis => possible.find(({ id }) => id === analysis.outcome))
    .find(found => found !== undefined)
  return reader.named('--outcome', flags.outcome, possible, usual)
}

function comparisonOf(
  { protocol, plan }: Trial,
  { flags, sizing }: { flags: BoundaryFlags; sizing: Sizing | undefined },
  reader: FlagReader,
): Comparison | undefined {
  const { arms } = protocol
  const contrast = plan.contrasts.find(
    each => !hasPooledSide(each) && (flags.arm === undefined || each.arm === flags.arm),
  )
  const find = (id: string | undefined) => arms.find(each => each.id === id)
  const control = arms.find(each => each.control === true)
  const arm = reader.named('--arm', flags.arm, arms, find(contrast?.arm))?.id
  const against = reader.named('--against', flags.against, arms, find(contrast?.against) ?? control)?.id
  const expected = 'a whole number of cases of each arm, from 2'
  const cases = reader.number('--cases', flags.cases, expected, value => Number.isInteger(value) && value >= 2)
  if (arm === undefined || against === undefined) return undefined
  if (arm === against) {
    reader.issues.push(settingOutOfPlace('--against', `an arm other than ${arm}`, 'Name two different arms.'))
  }
  const [one, other] = [arm, against].map(id => cases ?? plannedCases({ protocol, sizing }, id))
  if (one && other) return { arm, against, cases: { arm: one, against: other } }
  if (flags.cases === undefined) reader.issues.push(sizesUnknown([arm, against]))
  return undefined
}

function looksOf({ interim }: Plan, flags: BoundaryFlags, reader: FlagReader): Looks | undefined {
  if (flags.looks !== undefined && flags.shares !== undefined) {
    reader.issues.push(settingOutOfPlace('--looks', 'either --looks or --shares', 'Leave one of them out.'))
  }
  const expected = `a whole number of looks from 1 to ${mostLooks}, the end counted`
  const isCount = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= mostLooks
  const looks = reader.number('--looks', flags.looks, expected, isCount)
  if (flags.shares !== undefined) {
    const shares = writtenShares(flags.shares, reader)
    return shares && { shares, looksFrom: 'given' }
  }
  if (looks !== undefined) return { shares: equallySpaced(looks), looksFrom: 'given' }
  if (flags.looks !== undefined) return undefined
  if (interim !== undefined) return { shares: [...interim.looks.map(({ share }) => share), 1], looksFrom: 'plan' }
  return { shares: equallySpaced(assumedLooks), looksFrom: 'assumed' }
}

const equallySpaced = (looks: number): number[] => Array.from({ length: looks }, (_, at) => (at + 1) / looks)

function writtenShares(text: string, reader: FlagReader): number[] | undefined {
  const shares = text.split(',').map(each => (each.trim() === '' ? Number.NaN : Number(each)))
  const isInOrder = shares.every((share, at) => share > (shares[at - 1] ?? 0) && share <= 1)
  if (!isInOrder || shares.length > mostLooks) {
    reader.issues.push(sharesInvalid(text))
    return undefined
  }
  return shares.at(-1) === 1 ? shares : [...shares, 1]
}

function rulesOf(
  { interim }: Plan,
  flags: BoundaryFlags,
  { issues }: FlagReader,
): Pick<BoundaryRequest, 'efficacy' | 'futility' | 'binding'> | undefined {
  const name = flags.spending ?? interim?.spending ?? 'obrien-fleming'
  const efficacy = efficacyOf(name)
  const futility = flags.futility === undefined ? undefined : spendingOf(flags.futility)
  if (efficacy === undefined) issues.push(ruleUnknown('--spending', name, efficacyNames))
  if (flags.futility !== undefined && futility === undefined) {
    issues.push(ruleUnknown('--futility', flags.futility, spendingNames))
  }
  if (flags.futility !== undefined && efficacy?.design !== undefined && efficacy.spending === undefined) {
    const expected = 'futility beside a boundary that spends alpha by a function, which the classical ones do not'
    issues.push(settingOutOfPlace('--futility', expected, 'Name a spending function with --spending.'))
  }
  if (flags.binding && flags.futility === undefined) {
    issues.push(settingOutOfPlace('--binding', 'a futility boundary that can bind', 'Give --futility as well.'))
  }
  return efficacy && { efficacy, futility, binding: flags.binding === true }
}

function scaleOf(outcome: Outcome | undefined, flags: BoundaryFlags, reader: FlagReader) {
  const isMoney = outcome?.type === 'money'
  const unit = isMoney ? 'pounds' : 'percentage points'
  const stored = (value: number | undefined) => (value === undefined ? undefined : isMoney ? 100 * value : value / 100)
  const isPositive = (value: number): boolean => value > 0
  const sd = reader.number('--sd', flags.sd, 'a standard deviation in pounds, above 0', isPositive)
  const rate = reader.number('--rate', flags.rate, 'a share of cases above 0 and below 1, as 0.01', isShare)
  const effect = `an effect to detect, in ${unit} above 0, or break-even`
  if (outcome !== undefined && (isMoney ? flags.rate : flags.sd) !== undefined) {
    const [idle, fitting] = isMoney ? ['--rate', '--sd'] : ['--sd', '--rate']
    const expected = `${fitting}, as ${outcome.id} is ${isMoney ? 'an amount' : 'a share of cases'}`
    reader.issues.push(settingOutOfPlace(idle, expected, `Give ${fitting}, or name another outcome.`))
  }
  return {
    rate,
    standardDeviation: stored(isMoney ? sd : undefined),
    effect:
      flags.effect === 'break-even'
        ? flags.effect
        : stored(reader.number('--effect', flags.effect, effect, isPositive)),
    truths: (flags.truth ?? []).flatMap(
      text => stored(reader.number('--truth', text, `an effect in ${unit}`, () => true)) ?? [],
    ),
  } as const
}
