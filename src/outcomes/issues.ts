import { issueKind, type Place, quote } from '../core/errors.ts'

const outcome = 'outcome'

export const caseUnknown = issueKind(
  'outcome.unknown_case',
  outcome,
  'An event names a case that the caseload does not have.',
  (place: Place, id: string) => ({
    place,
    expected: 'a case of the caseload',
    received: quote(id),
    action: 'Correct the case id, or leave the event out.',
  }),
)

export const caseNotAllocated = issueKind(
  'outcome.case_not_allocated',
  outcome,
  'An event names a case of the caseload that was not allocated to an arm.',
  (place: Place, id: string) => ({
    place,
    expected: 'an allocated case',
    received: `${quote(id)}, which has no arm`,
    action: 'Leave the event out.',
  }),
)

export const kindUnknown = issueKind(
  'outcome.unknown_kind',
  outcome,
  'An event is of a kind that the protocol does not declare.',
  (place: Place, kind: string, declared: readonly string[]) => ({
    place,
    expected: `one of ${declared.join(', ')}`,
    received: quote(kind),
    action: 'Correct the kind, or declare it in the protocol before the trial begins.',
  }),
)

export const kindNotInArm = issueKind(
  'outcome.kind_not_in_arm',
  outcome,
  "An event may not happen in the case's arm.",
  (place: Place, kind: string, arms: readonly string[], arm: string) => ({
    place,
    expected: `a case of ${arms.join(', ')} for ${kind}`,
    received: `a case of ${arm}`,
    action: 'Check the case id, and whether the case was treated as allocated.',
  }),
)

export const timeInvalid = issueKind(
  'outcome.time',
  outcome,
  'The time of an event is neither a calendar date nor an instant with its offset.',
  (place: Place, at: string) => ({
    place,
    expected: 'a date 2016-03-01 or an instant 2016-03-01T09:30:00Z',
    received: quote(at),
    action: 'Correct the time.',
  }),
)

export const outsideFollowUp = issueKind(
  'outcome.outside_follow_up',
  outcome,
  'An event happened before or after the follow-up of the protocol.',
  (place: Place, window: { from: string; to: string }, day: string) => ({
    place,
    expected: `a day from ${window.from} to ${window.to}`,
    received: day,
    action: 'Leave the event out, or correct its date.',
  }),
)

export const beforeAllocation = issueKind(
  'outcome.before_allocation',
  outcome,
  'An event happened before its case came into the trial.',
  (place: Place, arrived: string, at: string) => ({
    place,
    expected: `a time from ${arrived}, when the case was allocated`,
    received: at,
    action: 'Leave the event out, or correct its time.',
  }),
)

export const amountMissing = issueKind(
  'outcome.amount_missing',
  outcome,
  'An event that carries an amount has none.',
  (place: Place, kind: string) => ({
    place,
    expected: `an amount, as every ${kind} has`,
    received: 'nothing',
    action: 'Add the amount.',
  }),
)

export const amountNotPence = issueKind(
  'outcome.amount_not_pence',
  outcome,
  'An amount is not in whole pence.',
  (place: Place, pence: number) => ({
    place,
    expected: 'whole pence',
    received: String(pence),
    action: 'Correct the amount.',
  }),
)

export const amountUnexpected = issueKind(
  'outcome.amount_unexpected',
  outcome,
  'An event carries an amount though its kind has none.',
  (place: Place, kind: string) => ({
    place,
    expected: `no amount, as a ${kind} has none`,
    received: 'an amount',
    action: 'Remove the amount, or correct the kind.',
  }),
)

export const fieldMissing = issueKind(
  'outcome.field_missing',
  outcome,
  'An event lacks a field that its kind must have.',
  (place: Place, expected: string) => ({ place, expected, received: 'nothing', action: 'Add the value.' }),
)

export const fieldUnknown = issueKind(
  'outcome.field_unknown',
  outcome,
  'An event has a field that its kind does not declare.',
  (place: Place, kind: string, value: unknown) => ({
    place,
    expected: `a field that ${kind} declares`,
    received: quote(value),
    action: 'Remove the value, or correct the kind.',
  }),
)

export const fieldInvalid = issueKind(
  'outcome.field_value',
  outcome,
  'A field of an event has a value that its declaration does not allow.',
  (place: Place, expected: string, value: unknown) => ({
    place,
    expected,
    received: quote(value),
    action: 'Correct the value.',
  }),
)

export const eventIdInvalid = issueKind(
  'outcome.event_id',
  outcome,
  'An event id is empty or holds characters that ids may not have.',
  (place: Place, id: string) => ({
    place,
    expected: 'an event id of letters, digits and . _ : / -, at most 64 long',
    received: quote(id),
    action: 'Give each event its own id.',
  }),
)

export const recorderMissing = issueKind(
  'outcome.recorder_missing',
  outcome,
  'An event does not say who recorded it.',
  (place: Place) => ({ place, expected: 'the role or team that recorded it', received: 'nothing', action: 'Add it.' }),
)

export const eventRepeated = issueKind(
  'outcome.repeated_event',
  outcome,
  'Two of the submitted events have one id.',
  (place: Place, id: string) => ({
    place,
    expected: 'each event id once',
    received: `${quote(id)} again`,
    action: 'Remove the repetition, or give it its own id.',
  }),
)

export const eventRecorded = issueKind(
  'outcome.recorded_event',
  outcome,
  'An event id is in the outcome log already, for an event that says something else.',
  (place: Place, id: string, differing: readonly string[]) => ({
    place,
    expected: 'an event that is not recorded yet, or the same as recorded',
    received: `${quote(id)}, recorded with another ${differing.join(', ')}`,
    action: 'Leave it out; to change it, record an event that corrects it.',
  }),
)

export const correctionReasonMissing = issueKind(
  'outcome.correction_reason',
  outcome,
  'An event corrects another and does not say why.',
  (place: Place) => ({ place, expected: 'the reason of the correction', received: 'nothing', action: 'Add it.' }),
)

export const voidsNothing = issueKind(
  'outcome.void_of_nothing',
  outcome,
  'A void does not say which event it takes away.',
  (place: Place) => ({
    place,
    expected: 'the id of the event that it takes away',
    received: 'nothing',
    action: 'Name it as the event that is corrected.',
  }),
)

export const correctsUnknown = issueKind(
  'outcome.corrects_unknown',
  outcome,
  'An event corrects one that is neither recorded nor submitted.',
  (place: Place, id: string) => ({
    place,
    expected: 'the id of a recorded event',
    received: quote(id),
    action: 'Correct the id.',
  }),
)

export const correctsOtherCase = issueKind(
  'outcome.corrects_other_case',
  outcome,
  'An event corrects an event of another case.',
  (place: Place, id: string, other: string) => ({
    place,
    expected: 'an event of the same case',
    received: `${quote(id)}, of case ${other}`,
    action: 'Correct the id of the event or of the case.',
  }),
)

export const correctsInCircle = issueKind(
  'outcome.corrects_in_circle',
  outcome,
  'Events correct each other in a circle, so none of them is the last.',
  (place: Place, id: string) => ({
    place,
    expected: 'a chain of corrections that ends',
    received: `one that comes back to ${quote(id)}`,
    action: 'Let each event correct an earlier one.',
  }),
)

interface BrokenRule {
  id: string | undefined
  title: string
  override: 'allowed' | 'deviation' | undefined
  /** What the rule demands, and what was found in its place. */
  wants: string
  found: string
}

interface JudgedEvent {
  id: string
  kind: string
  at: string
  /** Whether it is in the log, so that what is submitted takes its ground away. */
  isRecorded: boolean
}

const remedies = {
  allowed: 'where the case asks for it all the same',
  deviation: 'if it happened all the same',
}

export const ruleBroken = issueKind(
  'outcome.guard_not_met',
  outcome,
  'An event breaks a rule of the process: what its kind must come after, or one of the rules by name.',
  (place: Place, event: JudgedEvent, rule: BrokenRule, allowed: string | undefined) => {
    const { id, title, override, wants, found } = rule
    const name = id === undefined ? title : `rule ${id}: ${title}`
    const recorded = event.isRecorded ? ` (event ${event.id}, recorded before)` : ''
    const depart =
      id === undefined || override === undefined
        ? 'Record what it lacks too, or correct the event.'
        : `Record what it lacks too or correct the event or, ${remedies[override]}, give it override ${id} and a reason.`
    return {
      place,
      expected: `for ${event.kind} at ${event.at}${recorded} ${wants} (${name})`,
      received: found,
      action: allowed === undefined ? depart : `${depart} Allowed for the case at that time: ${allowed}.`,
    }
  },
)

export const overrideUnknown = issueKind(
  'outcome.override_unknown',
  outcome,
  'An event departs from a rule that the protocol does not have.',
  (place: Place, id: string, open: readonly string[]) => ({
    place,
    expected: open.length === 0 ? 'no override, as no rule may be departed from' : `one of ${open.join(', ')}`,
    received: quote(id),
    action: 'Correct the id of the rule.',
  }),
)

export const overrideNotAllowed = issueKind(
  'outcome.override_not_allowed',
  outcome,
  'An event departs from a rule that nothing may depart from.',
  (place: Place, { id, title }: { id: string; title: string }) => ({
    place,
    expected: 'a rule that may be departed from',
    received: `${id} (${title})`,
    action: 'Leave the event out, or correct what it says.',
  }),
)

export const overrideWithoutReason = issueKind(
  'outcome.override_without_reason',
  outcome,
  'An event departs from a rule without saying why.',
  (place: Place, rules: readonly string[]) => ({
    place,
    expected: `a reason to depart from ${rules.join(', ')}`,
    received: 'nothing',
    action: 'Add the reason.',
  }),
)

export const overrideNeedless = issueKind(
  'outcome.override_needless',
  outcome,
  'An event says that it departs from a rule, and does not.',
  (place: Place, id: string, rule: string) => ({
    place,
    expected: `an override of rules only that event ${id} breaks`,
    received: `one of ${rule}, which it keeps or which is not about it`,
    action: 'Remove it, or correct the event that it should depart from.',
  }),
)

export const analysisCellInvalid = issueKind(
  'analysis_set.value',
  'input',
  'A cell of the analysis set is no value of its column: the file was changed by hand.',
  (place: Place, text: string) => ({
    place,
    expected: 'a value of the outcome or field',
    received: quote(text),
    action: 'Build the analysis set anew.',
  }),
)

export const caseWithoutBaseline = issueKind(
  'analysis_set.case_not_sampled',
  'input',
  'An allocated case is not in the sample: a file of the run was changed by hand.',
  (id: string) => ({
    place: { field: id },
    expected: 'every allocated case in the sample',
    received: 'a case that is not',
    action: 'Run `equipoise verify` and restore the files that it names.',
  }),
)

export const eventWithoutArm = issueKind(
  'analysis_set.event_without_arm',
  'input',
  'A recorded event is of a case that has no arm: a file of the run was changed by hand.',
  (id: string, caseId: string) => ({
    place: { field: `event ${id}` },
    expected: 'every recorded event to be of an allocated case',
    received: `one of ${quote(caseId)}, which has no arm`,
    action: 'Run `equipoise verify` and restore the files that it names.',
  }),
)
