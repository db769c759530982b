import { InternalError } from '../../core/errors.ts'
import type { Condition } from '../../model/condition.ts'
import { eventConditionFields } from '../../model/condition-field.ts'
import type { FieldRecord } from '../../model/condition-predicate.ts'
import type { FieldValue, OutcomeEvent } from '../../model/event.ts'
import type { Process } from '../../model/process.ts'
import type { EventKind, ProcessRule } from '../../model/protocol.ts'
import { eventRecorder, eventRules } from '../event-record.ts'
import { amountDemand } from './amount-demand.ts'
import type { Demand } from './demand.ts'
import { afterDemand, mustDemand, notAfterDemand } from './earlier-events.ts'
import { limitDemand } from './limit-demand.ts'
import type { Meets } from './moment.ts'

/** A rule of the process, or what a kind must come `after`, which has no id and cannot be departed from. */
export interface CompiledRule {
  id: string | undefined
  title: string
  arms: readonly string[] | undefined
  when: Condition | undefined
  override: ProcessRule['override']
  /** Whether an event of one of its kinds is one that it is about. */
  isAbout: Meets
  demand: Demand
}

/** The process of a protocol, ready to judge events by. */
export interface CompiledProcess {
  kinds: readonly EventKind[]
  rulesOf(kind: string): readonly CompiledRule[]
  /** Ids of the rules that an event may depart from. */
  overridable: ReadonlySet<string>
  record(event: OutcomeEvent): FieldRecord
}

const compiledProcesses = new WeakMap<Process, CompiledProcess>()

/** Compiles the rules of a process, each condition once, and a process once: a stream of events is judged one by one. */
export function compileProcess(process: Process): CompiledProcess {
  const known = compiledProcesses.get(process) ?? compiled(process)
  compiledProcesses.set(process, known)
  return known
}

function compiled(process: Process): CompiledProcess {
  const compile = remembering(eventRules(process.events))
  const rulesOf = new Map<string, CompiledRule[]>(
    process.events.map(({ kind, after }) => [kind, after === undefined ? [] : [kindRule(kind, after, compile)]]),
  )
  for (const rule of process.rules) {
    const ready = compileRule(rule, process, compile)
    for (const kind of rule.of) rulesOf.get(kind)?.push(ready)
  }
  return {
    kinds: process.events,
    rulesOf: kind => rulesOf.get(kind) ?? [],
    overridable: new Set(process.rules.filter(({ override }) => override !== undefined).map(({ id }) => id)),
    record: eventRecorder(process),
  }
}

type Compile = (condition: Condition) => Meets
const always = (): boolean => true

/** Rules that ask the same are one predicate, so that what a timeline works out for one serves all. */
function remembering(compile: Compile): Compile {
  const known = new Map<string, Meets>()
  return condition => {
    const text = JSON.stringify(condition)
    const meets = known.get(text) ?? compile(condition)
    known.set(text, meets)
    return meets
  }
}

function kindRule(kind: string, after: Condition, compile: Compile): CompiledRule {
  return {
    id: undefined,
    title: `\`after\` of ${kind}`,
    arms: undefined,
    when: undefined,
    override: undefined,
    isAbout: always,
    demand: afterDemand(after, compile(after)),
  }
}

function compileRule(rule: ProcessRule, process: Process, compile: Compile): CompiledRule {
  const { id, title, arms, when, override } = rule
  const isAbout = when === undefined ? always : compile(when)
  return { id, title, arms, when, override, isAbout, demand: compileDemand(rule, isAbout, process, compile) }
}

function compileDemand(rule: ProcessRule, isAbout: Meets, { events }: Process, compile: Compile): Demand {
  const { id, of, after, notAfter, must, limit, amount } = rule
  if (after !== undefined) return afterDemand(after, compile(after))
  if (notAfter !== undefined) return notAfterDemand(notAfter, compile(notAfter))
  if (must !== undefined) return mustDemand(must, compile(must))
  if (amount !== undefined) return amountDemand(amount, compile)
  if (limit === undefined) throw new InternalError(`rule ${id} demands nothing`)
  const kinds = new Set<unknown>(of)
  return limitDemand({
    limit,
    about: record => kinds.has(record.kind) && isAbout(record),
    isOverriding: ({ event }) => event.override?.includes(id) === true,
    lifts: limit.until === undefined ? undefined : compile(limit.until),
    perValues: limit.per === undefined ? [] : valuesOf(limit.per, events),
  })
}

/** The values that an event field can have, as far as its type says. */
function valuesOf(name: string, events: readonly EventKind[]): readonly FieldValue[] {
  const field = eventConditionFields(events).find(({ id }) => id === name)
  return field?.type === 'boolean' ? [true, false] : (field?.levels ?? [])
}
