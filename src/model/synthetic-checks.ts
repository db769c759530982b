import { quote } from '../core/errors.ts'
import { sumOf } from '../core/lists.ts'
import { parsePounds } from '../core/money.ts'
import { declaredCases } from './allocation.ts'
import { expectedLiteral, storedLiteral } from './condition-field.ts'
import { recordedFields } from './derived-field.ts'
import { repeatedIds, under, unknownId, unknownIds } from './problems.ts'
import type { EventKind, Protocol } from './protocol.ts'
import {
  type CaseloadModel,
  type Course,
  longestCourse,
  type OutcomeModel,
  type Reconstruction,
  type Step,
  type Synthetic,
} from './synthetic.ts'
import { drawProblems } from './synthetic-draw-problems.ts'
import type { CrossCheck, Problem } from './validate.ts'

type Path = Problem['path']
type Sections = Partial<Synthetic>
type FieldValues = OutcomeModel['ordinary']['fields']

/** The rules between a model of synthetic data and its protocol. */
export function syntheticChecks(protocol: Protocol): readonly CrossCheck<Synthetic>[] {
  return [
    ({ trial }) =>
      trial === undefined || trial === protocol.id ? [] : [unknownId(['trial'], 'trial', trial, [protocol.id])],
    ({ caseload }) =>
      caseload === undefined ? [] : under(['caseload'], caseloadModelProblems(caseload, protocol.caseload)),
    ({ outcomes }) => (outcomes === undefined ? [] : outcomeProblems(outcomes, protocol)),
    sections => reconstructionProblems(sections, protocol),
  ]
}

/** What is wrong with a model of made-up cases, with paths from the model. */
export function caseloadModelProblems({ groups, fields }: CaseloadModel, caseload: Protocol['caseload']): Problem[] {
  const path = ['fields']
  const recorded = recordedFields(caseload)
  const known = recorded.map(({ id }) => id)
  const drawn = [...(groups === undefined ? [] : [groups.field]), ...fields.map(({ field }) => field)]
  const firstOfCase = fields.findIndex(({ per }) => per === undefined)
  return [
    ...(groups === undefined ? [] : named(['groups', 'field'], 'caseload field', groups.field, known)),
    ...repeatedIds(path, 'field', drawn.slice(-fields.length), 'field'),
    ...recorded
      .filter(({ id, optional }) => !optional && !drawn.includes(id))
      .map(({ id }) => ({ path, expected: `a draw for every field that is never missing, ${id} too` })),
    ...fields.flatMap(({ field, per, draw }, index): Problem[] => {
      const declared = recorded.find(({ id }) => id === field)
      if (declared === undefined) return [unknownId([...path, index, 'field'], 'caseload field', field, known)]
      const late = per === 'group' && firstOfCase >= 0 && index > firstOfCase
      const before = fields.slice(0, index).map(earlier => earlier.field)
      const earlier = recorded.filter(({ id }) => before.includes(id))
      return [
        ...(late ? [{ path: [...path, index, 'per'], expected: 'fields of groups before those of cases' }] : []),
        ...drawProblems(draw, declared, earlier, [...path, index, 'draw']),
      ]
    }),
  ]
}

function outcomeProblems(model: OutcomeModel, protocol: Protocol): Problem[] {
  const arms = protocol.arms.map(({ id }) => id)
  const { ordinary, courses } = model
  const money = protocol.caseload.fields.filter(({ type, baseline }) => type === 'money' && baseline)
  const path = ['outcomes']
  return [
    ...named(
      [...path, 'arrears'],
      'baseline money field',
      model.arrears,
      money.map(({ id }) => id),
    ),
    ...repeatedIds(
      [...path, 'courses'],
      'course',
      courses.map(({ id }) => id),
    ),
    ...Object.entries(model.steps).flatMap(([id, step]) => stepProblems([...path, 'steps', id], step, protocol)),
    ...courses.flatMap((course, index) => courseProblems([...path, 'courses', index], course, model, protocol)),
    ...Object.keys(ordinary.payers).flatMap(arm => named([...path, 'ordinary', 'payers', arm], 'arm', arm, arms)),
    ...ordinaryProblems([...path, 'ordinary'], ordinary, protocol),
  ]
}

function ordinaryProblems(
  path: Path,
  { kind, fields, payers }: OutcomeModel['ordinary'],
  protocol: Protocol,
): Problem[] {
  const event = eventKind(protocol, kind)
  if (event === undefined) return [unknownKind([...path, 'kind'], kind, protocol)]
  return [
    ...valueProblems([...path, 'fields'], fields, event),
    ...missingFields(path, fields, event),
    ...(event.amount === 'required' ? [] : [{ path: [...path, 'kind'], expected: 'a kind of event with an amount' }]),
    ...Object.keys(payers).flatMap(arm => armProblems([...path, 'payers', arm], arm, event)),
  ]
}

function stepProblems(path: Path, step: Step, protocol: Protocol): Problem[] {
  const event = eventKind(protocol, step.kind)
  if (event === undefined) return [unknownKind([...path, 'kind'], step.kind, protocol)]
  const wantsAmount = event.amount === 'required'
  const amount = wantsAmount === (step.amount !== undefined)
  return [
    ...(amount ? [] : [{ path, expected: wantsAmount ? 'an amount' : 'no amount', received: `kind ${step.kind}` }]),
    ...valueProblems([...path, 'fields'], step.fields, event),
    ...(step.attempts === undefined
      ? []
      : valueProblems([...path, 'attempts'], { [step.attempts.field]: false }, event)),
    ...overrideProblems(path, step, protocol),
  ]
}

/** Rules that a step departs from must be ones that it may, and it must say why. */
function overrideProblems(path: Path, { override = [], reason }: Step, { process }: Protocol): Problem[] {
  const open = process.rules.filter(rule => rule.override !== undefined).map(({ id }) => id)
  const explained = override.length > 0 === (reason !== undefined)
  return [
    ...unknownIds([...path, 'override'], 'rule that may be departed from', override, open),
    ...(explained ? [] : [{ path, expected: '`override` and `reason` together' }]),
  ]
}

function courseProblems(path: Path, course: Course, { steps }: OutcomeModel, protocol: Protocol): Problem[] {
  const arms = Object.keys(course.cases)
  const known = protocol.arms.map(({ id }) => id)
  const { from, to } = course.balance
  const { followUp, enrolment } = protocol
  // The last case that arrives has its course too.
  const days = (Date.parse(followUp.to) - Date.parse(enrolment?.until ?? followUp.from)) / 86_400_000
  const longest = longestCourse(course, steps)
  return [
    ...arms.flatMap(arm => named([...path, 'cases', arm], 'arm', arm, known)),
    ...(to !== undefined && (parsePounds(to) ?? 0) < (parsePounds(from) ?? 0)
      ? [{ path: [...path, 'balance', 'to'], expected: `${from} or more`, received: to }]
      : []),
    ...(longest <= days
      ? []
      : [{ path: [...path, 'steps'], expected: `at most ${days} days of follow-up`, received: `up to ${longest}` }]),
    ...course.steps.flatMap((entry, index): Problem[] => {
      const { use, fields } = typeof entry === 'string' ? { use: entry, fields: {} } : entry
      const step = steps[use]
      const at = [...path, 'steps', index]
      if (step === undefined) return [unknownId(at, 'step', use, Object.keys(steps))]
      const event = eventKind(protocol, step.kind)
      if (event === undefined) return []
      const before = course.steps.slice(0, index).map(each => steps[typeof each === 'string' ? each : each.use])
      const hasPrevious = step.amount !== 'previous' || before.some(each => each?.amount !== undefined)
      return [
        ...(hasPrevious ? [] : [{ path: at, expected: 'a step with an amount before it', received: quote(use) }]),
        ...valueProblems([...at, 'fields'], fields, event),
        ...missingFields(at, { ...step.fields, ...fields }, event),
        ...arms.flatMap(arm => armProblems(at, arm, event)),
      ]
    }),
  ]
}

function reconstructionProblems({ outcomes, reconstruction }: Sections, protocol: Protocol): Problem[] {
  if (outcomes === undefined || reconstruction === undefined) return []
  const path = ['reconstruction', 'arms']
  const { arms } = reconstruction
  const known = protocol.arms.map(({ id }) => id)
  return [
    ...Object.keys(arms).flatMap(arm => named([...path, arm], 'arm', arm, known)),
    ...reconstruction.paidShareBelow.arms.flatMap((arm, index) =>
      named(['reconstruction', 'paidShareBelow', 'arms', index], 'arm', arm, known),
    ),
    ...known
      .filter(arm => arms[arm] === undefined)
      .map(arm => ({ path, expected: `targets for every arm, ${arm} too` })),
    ...known.flatMap(arm => courseCountProblems(arm, outcomes, protocol)),
    ...known.flatMap(arm => payerProblems([...path, arm], arm, arms[arm], outcomes)),
  ]
}

/** A reconstruction takes the courses' numbers of cases as exact, so that they must add up to the cases of the arm. */
function courseCountProblems(arm: string, { courses }: OutcomeModel, { allocation }: Protocol): Problem[] {
  const cases = declaredCases(allocation, arm)
  const inCourses = casesOf(arm, courses)
  if (inCourses === 0 || inCourses === cases) return []
  const expected = cases === undefined ? 'a protocol with fixed counts' : `courses for the ${cases} cases of ${arm}`
  return [{ path: ['outcomes', 'courses'], expected, received: `${inCourses}` }]
}

function payerProblems(
  path: Path,
  arm: string,
  target: Reconstruction['arms'][string] | undefined,
  { courses, ordinary, fullSettlement }: OutcomeModel,
): Problem[] {
  if (target === undefined) return []
  const full = casesOf(
    arm,
    courses.filter(course => course.settlement === 'full'),
  )
  const settled =
    full +
    casesOf(
      arm,
      courses.filter(course => course.settlement === 'part'),
    )
  const regular = ordinary.payers[arm]?.cases ?? 0
  const problems: Problem[] = []
  if (target.payers !== settled + regular) {
    const expected = `${settled + regular} payers: ${settled} after a call and ${regular} ordinary ones`
    problems.push({ path: [...path, 'payers'], expected, received: `${target.payers}` })
  }
  const paid = parsePounds(target.paidInFull ?? '0') ?? 0
  const least = full * (parsePounds(fullSettlement.atLeast) ?? 0)
  if (full === 0 ? target.paidInFull !== undefined : paid < least) {
    const expected = full === 0 ? 'nothing, as nobody pays in full' : `${full} times ${fullSettlement.atLeast} at least`
    problems.push({ path: [...path, 'paidInFull'], expected, received: quote(target.paidInFull) })
  }
  return problems
}

const casesOf = (arm: string, courses: readonly Course[]): number =>
  sumOf(courses.map(course => course.cases[arm] ?? 0))

const named = (path: Path, noun: string, id: string, known: readonly string[]): Problem[] =>
  known.includes(id) ? [] : [unknownId(path, noun, id, known)]

const eventKind = ({ process }: Protocol, kind: string): EventKind | undefined =>
  process.events.find(event => event.kind === kind)

const unknownKind = (path: Path, kind: string, { process }: Protocol): Problem =>
  unknownId(
    path,
    'event kind',
    kind,
    process.events.map(event => event.kind),
  )

function armProblems(path: Path, arm: string, { kind, arms }: EventKind): Problem[] {
  if (arms === undefined || arms.includes(arm)) return []
  return [{ path, expected: `an event that may happen in ${arm}`, received: kind }]
}

function valueProblems(path: Path, values: FieldValues, { fields }: EventKind): Problem[] {
  return Object.entries(values).flatMap(([id, value]): Problem[] => {
    const field = fields.find(declared => declared.id === id)
    if (field === undefined)
      return [
        unknownId(
          [...path, id],
          'field of the event',
          id,
          fields.map(known => known.id),
        ),
      ]
    if (storedLiteral(field, value) !== undefined) return []
    return [{ path: [...path, id], expected: expectedLiteral(field), received: quote(value) }]
  })
}

function missingFields(path: Path, values: FieldValues, { kind, fields }: EventKind): Problem[] {
  return fields
    .filter(field => !field.optional && values[field.id] === undefined)
    .map(({ id }) => ({ path, expected: `a value of ${id}, which every ${kind} has` }))
}
