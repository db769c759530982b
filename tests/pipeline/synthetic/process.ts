import type { OutcomeEvent } from '../../../src/model/event.ts'
import type { TrialCase } from '../../../src/pipeline/synthetic/candidates.ts'

/** The events of each case in the order in which they are listed. */
export function byCase(events: readonly OutcomeEvent[]): Map<string, OutcomeEvent[]> {
  const groups = new Map<string, OutcomeEvent[]>()
  for (const event of events) {
    const group = groups.get(event.case)
    if (group === undefined) groups.set(event.case, [event])
    else group.push(event)
  }
  return groups
}

export const of = (events: readonly OutcomeEvent[], kind: string) => events.filter(event => event.kind === kind)
export const pence = (events: readonly OutcomeEvent[]) =>
  events.reduce((sum, event) => sum + (event.amountPence ?? 0), 0)

const hour = 3_600_000

/**
 * What is wrong with the story of one case by the words of the report, written here without the protocol's rules:
 * stable balance, suitability, calls to the right parent first, three attempts over 48 hours, answers, one lump sum,
 * write-off of the rest, nothing paid beyond the arrears.
 */
export function faults(events: readonly OutcomeEvent[], { arm, baseline }: TrialCase): string[] {
  const arrears = Number(baseline.arrears_pwc)
  const found: string[] = []
  const must = (holds: boolean, what: string) => {
    if (!holds) found.push(`${events[0]?.case} ${arm}: ${what}`)
  }
  const times = events.map(event => event.at)
  must([...times].sort().join() === times.join(), 'events in order of time')
  must(new Set(events.map(event => event.id)).size === events.length, 'ids of their own')
  must((times[0] ?? '') >= '2015-11-01' && (times.at(-1) ?? '').slice(0, 10) <= '2016-07-31', 'inside follow-up')
  const payments = of(events, 'payment')
  must(
    payments.every(event => (event.amountPence ?? 0) > 0),
    'payments above 0',
  )
  must(pence(payments) <= arrears, 'no more paid than owed')
  const afterCall = payments.filter(event => event.fields.basis !== 'ordinary')
  if (arm === 'control') {
    must(payments.length === events.length && afterCall.length === 0, 'ordinary payments only in control')
    return found
  }

  const [balance, suitability] = [of(events, 'balance'), of(events, 'suitability')]
  must(balance.length === 1 && suitability.length === 1, 'one balance and one judgement of suitability')
  const stable = pence(balance)
  must(stable > 0 && stable <= arrears && pence(payments) <= stable, 'a balance between payments and arrears')
  const suitable = suitability[0]?.fields.suitable === true
  const reason = suitability[0]?.fields.unsuitable_reason
  must(suitable === (reason === undefined), 'a reason where unsuitable')
  must(stable < 5000 === (reason === 'below_50'), 'balances below £50 are not called about')
  const process = events.filter(event => !['balance', 'suitability', 'payment'].includes(event.kind))
  if (!suitable) {
    must(process.length === 0 && afterCall.length === 0, 'nothing done about unsuitable cases')
    return found
  }

  const calls = of(events, 'call')
  must(calls[0]?.fields.party === arm.slice(0, 3), 'the right parent called first')
  must((suitability[0]?.at ?? '') < (calls[0]?.at ?? ''), 'called after the judgement')
  for (const run of attemptRuns(calls)) {
    const [first, last] = [run[0], run.at(-1)]
    must(
      run.slice(0, -1).every(call => call.fields.reached === false),
      'no attempt after one that succeeds',
    )
    must(last?.fields.reached === true || run.length === 3, 'three attempts before giving up')
    must(run.length <= 3, 'no fourth attempt')
    must(Date.parse(last?.at ?? '') - Date.parse(first?.at ?? '') <= 48 * hour, 'attempts within 48 hours')
  }
  for (const response of of(events, 'response')) {
    const call = calls.findLast(earlier => earlier.at < response.at)
    must(call?.fields.reached === true && call.fields.party === response.fields.party, 'answers of whoever was reached')
    must(Date.parse(response.at) - Date.parse(call?.at ?? '') < hour, 'answers during the call')
  }
  const asked = of(events, 'response').some(
    ({ fields }) => fields.party === 'pwc' && fields.answer === 'wants_write_off',
  )
  must(asked === (of(events, 'write_off_request').length === 1), 'a request where the parent with care wants write-off')
  const written = of(events, 'write_off')
  const agreement = of(events, 'agreement')
  must(agreement.length === afterCall.length && afterCall.length <= 1, 'one lump sum for an agreement')
  must(pence(agreement) === pence(afterCall), 'paid as agreed')
  must(
    afterCall.every(paid => paid.at > (agreement[0]?.at ?? '~')),
    'paid after the agreement',
  )
  must(
    afterCall.every(paid => paid.fields.basis === agreement[0]?.fields.basis),
    'paid on the agreed basis',
  )
  if (asked) must(pence(written) === stable && payments.length === 0, 'written off whole, and nothing paid')
  else if (afterCall[0]?.fields.basis === 'part')
    must(pence(written) + pence(afterCall) === stable, 'the rest written off')
  else must(written.length === 0, 'nothing written off without a request or a part payment')
  if (afterCall[0]?.fields.basis === 'full') must(pence(afterCall) === stable, 'a full payment is the balance')
  return found
}

/** Calls split where the parent called changes, or where the parent was reached. */
function attemptRuns(calls: readonly OutcomeEvent[]): OutcomeEvent[][] {
  const runs: OutcomeEvent[][] = []
  for (const [index, call] of calls.entries()) {
    const before = calls[index - 1]
    if (before === undefined || before.fields.reached === true || before.fields.party !== call.fields.party)
      runs.push([])
    runs.at(-1)?.push(call)
  }
  return runs
}
