import { InternalError } from '../core/errors.ts'
import { type IntegerSource, shuffled } from '../core/random.ts'
import type { ArmId, OutcomeId } from '../model/ids.ts'
import type { EventKind, Outcome, ProcessRule, Protocol } from '../model/protocol.ts'
import type { AnalysisRows, AnalysisSet } from './analysis-set.ts'

/** The name that stands for an arm in a masked set. */
export interface ArmLabel {
  label: string
  arm: ArmId
}

/** An outcome that would tell an arm, and how. */
export interface TellingOutcome {
  outcome: OutcomeId
  why: string
}

/** What can be analysed without knowing the arms, and what the labels stand for. */
export interface Masked {
  /** In order of label. */
  labels: readonly ArmLabel[]
  set: AnalysisRows
  leftOut: readonly TellingOutcome[]
}

/**
 * An analysis set with its arms called a, b, c, … by a bijection drawn evenly at random, its cases in random order under new
 * ids, and its clusters under new names. Baseline fields, probabilities and positions are left out, and so are outcomes that
 * tell the arm of a case.
 */
export function maskSet(
  protocol: Pick<Protocol, 'arms' | 'outcomes' | 'process'>,
  { cases, outcomes }: AnalysisSet,
  source: IntegerSource,
): Masked {
  const arms = shuffled(
    protocol.arms.map(({ id }) => id),
    source,
  )
  const labels = arms.map((arm, index) => ({ label: labelAt(index), arm }))
  const labelOf = new Map(labels.map(({ label, arm }) => [arm, label]))
  const order = shuffled([...cases.keys()], source)
  const clusterName = numbered('k')
  const leftOut = tellingOutcomes(protocol)
  const kept = [...outcomes].filter(([id]) => !leftOut.some(({ outcome }) => outcome === id))
  return {
    labels,
    leftOut,
    set: {
      cases: order.map((row, index) => {
        const { arm, stratum, cluster, linked } = cases[row] ?? missing()
        return { id: `m${index + 1}`, arm: labelOf.get(arm) ?? '', stratum, cluster: clusterName(cluster), linked }
      }),
      outcomes: new Map(
        kept.map(([id, { outcome, values }]) => [id, { outcome, values: order.map(row => values[row]) }]),
      ),
    },
  }
}

/** a to z, then a1 to z1, and so on. */
export const labelAt = (index: number): string =>
  `${String.fromCharCode(97 + (index % 26))}${index < 26 ? '' : Math.floor(index / 26)}`

function numbered(prefix: string): (name: string) => string {
  const names = new Map<string, string>()
  return name => {
    const known = names.get(name) ?? `${prefix}${names.size + 1}`
    names.set(name, known)
    return known
  }
}

function missing(): never {
  throw new InternalError('the order of a masked set names a case that is not there')
}

/**
 * The outcomes of a protocol that hold in some arms only, or count events that only some arms may have, or departures from
 * rules that only some arms can depart from.
 */
export function tellingOutcomes({ outcomes, process }: Pick<Protocol, 'outcomes' | 'process'>): TellingOutcome[] {
  const limited = process.events.filter(({ arms }) => arms !== undefined)
  const kinds = new Set(limited.map(({ kind }) => kind))
  const tellingRule = process.rules.find(
    ({ override, arms, of }) => override !== undefined && (arms !== undefined || of.every(kind => kinds.has(kind))),
  )
  const found: TellingOutcome[] = []
  for (const outcome of outcomes) {
    const why = telling(outcome, limited, tellingRule, found)
    if (why !== undefined) found.push({ outcome: outcome.id, why })
  }
  return found
}

function telling(
  outcome: Outcome,
  limited: readonly EventKind[],
  tellingRule: ProcessRule | undefined,
  before: readonly TellingOutcome[],
): string | undefined {
  if (outcome.observed?.arms !== undefined) return 'It applies in some arms only.'
  const on = before.find(each => each.outcome === outcome.observed?.outcome)
  if (on !== undefined) return `It applies by ${on.outcome}, which is left out.`
  const { observed: _, source: __, title: ___, description: ____, ...rules } = outcome
  const named = textsIn(rules)
  const kind = limited.find(each => named.has(each.kind))
  if (kind !== undefined) return `It is made from events of the kind ${kind.kind}, which only some arms may have.`
  if (tellingRule === undefined || !departures.some(field => named.has(field))) return undefined
  return `It counts departures from rules, as from ${tellingRule.id}, which only some arms can depart from.`
}

const departures = ['override', 'deviation']

/** Every text in a rule: what an outcome could name. */
function textsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') found.add(value)
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) textsIn(part, found)
  return found
}
