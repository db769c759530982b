import { InternalError, refuseIfAny, TrialError } from '../../core/errors.ts'
import { declaredCases } from '../../model/allocation.ts'
import { type Sizing, sizingChecks, sizingSchema } from '../../model/sizing.ts'
import type { Problem } from '../../model/validate.ts'
import { validate } from '../../model/validate.ts'
import { hasFile, readSizing, type Trial } from '../trial-folder.ts'
import { expectationUnusable, numberUnreadable, sizingMissing } from './issues.ts'

/** What the command line says of one outcome, in place of sizing.yaml. */
export interface SizingFlags {
  outcome?: string | undefined
  rate?: string | undefined
  sd?: string | undefined
  worth?: string | undefined
  /** Cases of each arm. */
  cases?: string | undefined
}

/**
 * What is expected of a trial's outcomes: as the flags say of one outcome, else as its sizing.yaml does. Every arm has cases in it, of the
 * protocol where that fixes them.
 *
 * Throws `TrialError` where nothing is expected, where what is expected cannot be so, and where an arm has no cases.
 *
 * @example sizingOf(trial, { outcome: 'paid', rate: '0.02', worth: '0.005' })
 */
export function sizingOf(trial: Trial, flags: SizingFlags): Sizing {
  if (Object.values(flags).every(value => value === undefined)) {
    if (hasFile(trial.folder, 'sizing')) return withAllCases(trial, readSizing(trial))
    throw new TrialError([sizingMissing(trial.folder, outcomesOf(trial))])
  }
  return withAllCases(trial, fromFlags(trial, flags))
}

const outcomesOf = ({ protocol }: Trial): string[] =>
  protocol.outcomes.filter(({ type }) => type !== 'category').map(({ id }) => id)

function fromFlags(trial: Trial, flags: SizingFlags): Sizing {
  const { protocol } = trial
  const { outcome, rate, sd, worth, cases } = flags
  const unread = Object.entries({ rate, sd, worth, cases }).flatMap(([name, text]) =>
    text === undefined || /^\d+(\.\d+)?$/.test(text) ? [] : [{ name, issue: numberUnreadable(`--${name}`, text) }],
  )
  const data = {
    schema: 'equipoise/sizing/1',
    trial: protocol.id,
    ...(cases !== undefined && { cases: Object.fromEntries(protocol.arms.map(({ id }) => [id, Number(cases)])) }),
    outcomes: [
      {
        outcome: outcome ?? '',
        ...(rate !== undefined && { rate: Number(rate) }),
        ...(sd !== undefined && { sd: pounds(sd) }),
        ...(worth !== undefined && { worth: rate === undefined ? pounds(worth) : Number(worth) }),
      },
    ],
  }
  const read = validate(sizingSchema, sizingChecks(protocol), data)
  const isRead = ({ path }: Problem): boolean => unread.every(({ name }) => !path.includes(name))
  const problems = read.ok ? [] : read.problems.filter(isRead)
  refuseIfAny([...unread.map(({ issue }) => issue), ...problems.map(expectationUnusable)])
  if (!read.ok) throw new InternalError('what is expected was refused without a problem')
  return read.value
}

const pounds = (text: string): string => (text.includes('.') ? Number(text).toFixed(2) : text)

/** Every arm needs cases: of the protocol, or expected. */
function withAllCases({ protocol }: Trial, sizing: Sizing): Sizing {
  const without = protocol.arms.filter(
    ({ id }) => sizing.cases?.[id] === undefined && declaredCases(protocol.allocation, id) === undefined,
  )
  const planned = protocol.enrolment?.cases
  if (without.length === 0) return sizing
  if (planned !== undefined && without.length === protocol.arms.length) {
    const each = Math.floor(planned / protocol.arms.length)
    return { ...sizing, cases: Object.fromEntries(protocol.arms.map(({ id }) => [id, each])) }
  }
  throw new TrialError([
    expectationUnusable({
      path: ['cases'],
      expected: 'the cases of each arm, as the protocol does not fix them',
      action: 'Give --cases, or cases in sizing.yaml.',
    }),
  ])
}
