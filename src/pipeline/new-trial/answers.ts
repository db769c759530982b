import { type CivilDate, dateAfter, isCivilDate } from '../../core/civil-date.ts'
import { collectIssues, type Issue, quote, refuseIfAny, TrialError } from '../../core/errors.ts'
import { parsePounds } from '../../core/money.ts'
import { isNounId } from '../../model/ids.ts'
import { answerInvalid } from './issues.ts'
import { ownFields } from './template-fields.ts'

/** What a new trial is made from, as it was typed; what is absent takes its default. */
export interface AnswerTexts {
  id?: string | undefined
  title?: string | undefined
  /** Each `id=title`. */
  arm: readonly string[]
  control?: string | undefined
  /** Each `arm=cases`. */
  size: readonly string[]
  /** Each `arm=pounds`. */
  cost: readonly string[]
  /** A caseload field, or `none`. */
  cluster?: string | undefined
  asOf?: string | undefined
  firstDay?: string | undefined
  lastDay?: string | undefined
  outcome?: string | undefined
  outcomeType?: string | undefined
  /** Shares of control cases. */
  rate?: string | undefined
  worth?: string | undefined
  /** Pounds. */
  payment?: string | undefined
}

/** An arm of a new trial. */
export interface NewArm {
  id: string
  title: string
  cases: number
  /** Pounds for each of its cases, as text; null where it costs nothing. */
  cost: string | null
}

/** What is expected of payments. */
export interface Expected {
  /** Share of control cases that will pay, and the least difference from it that is worth finding: with at most 4 decimals. */
  rate: number
  worth: number
  /** What a payer pays on average, in pence. */
  payment: number
}

/** What the primary outcome is: whether a case paid, or how much. */
export type OutcomeType = 'binary' | 'money'

/** What a new trial is made from, checked. */
export interface TrialAnswers {
  id: string
  title: string
  arms: readonly NewArm[]
  control: string
  /** Caseload field that linked cases share; null where cases are allocated singly. */
  cluster: string | null
  /** Day of the caseload, first and last day of follow-up. */
  asOf: CivilDate
  firstDay: CivilDate
  lastDay: CivilDate
  outcome: { type: OutcomeType; title: string }
  expected: Expected
}

export interface Circumstances {
  /** Name of the folder, from which the id is taken where none is given. */
  folderName: string
  today: CivilDate
}

export const outcomeTypes: readonly OutcomeType[] = ['binary', 'money']
export const noCluster = 'none'
export const defaultArms: readonly string[] = ['control=Ordinary collection', 'letter=Letter']
export const defaultCases = 200
export const defaultRate = '0.1'
export const defaultPayment = '130.00'
const followUpMonths = 6

/** The checked answers. Every problem of all answers is reported at once. */
export function readAnswers(texts: AnswerTexts, { folderName, today }: Circumstances): TrialAnswers {
  const issues: Issue[] = []
  const read = <T>(reader: () => T, otherwise: T): T => collectIssues(issues, reader) ?? otherwise
  const id = read(() => readId(texts.id ?? defaultId(folderName)), '')
  const named = (texts.arm.length === 0 ? defaultArms : texts.arm).flatMap(text =>
    read(() => [readArm(text)], [] as { id: string; title: string }[]),
  )
  issues.push(...armListIssues(named))
  const ids = [...new Set(named.map(arm => arm.id))]
  const control = read(() => readControl(texts.control ?? defaultControl(ids), ids), '')
  const sizes = read(() => readOfArms('--size', texts.size, ids, readCases), new Map<string, number>())
  const costs = read(() => readOfArms('--cost', texts.cost, ids, readCost), new Map<string, string>())
  const cluster = read(() => readCluster(texts.cluster ?? noCluster), null)
  const asOf = read(() => readDate('--as-of', texts.asOf ?? defaultAsOf(texts, today)), today)
  const firstDay = read(() => readDate('--first-day', texts.firstDay ?? asOf, asOf), asOf)
  const lastDay = read(() => readDate('--last-day', texts.lastDay ?? defaultLastDay(firstDay), firstDay), firstDay)
  const type = read(() => readOutcomeType(texts.outcomeType ?? 'binary'), 'binary')
  const arms = named.map(arm => ({
    ...arm,
    cases: sizes.get(arm.id) ?? defaultCases,
    cost: costs.get(arm.id) ?? null,
  }))
  const title = read(() => readTitle('--title', texts.title ?? defaultTitle(arms, control)), '')
  const outcome = read(() => readTitle('--outcome', texts.outcome ?? defaultOutcome[type]), '')
  const rate = read(() => readRate(texts.rate ?? defaultRate), Number(defaultRate))
  const worth = read(() => readWorth(texts.worth ?? defaultWorth(rate), rate), 0)
  const payment = read(() => readPayment(texts.payment ?? defaultPayment), 0)
  refuseIfAny(issues)
  return {
    ...{ id, title, arms, control, cluster, asOf, firstDay, lastDay },
    outcome: { type, title: outcome },
    expected: { rate, worth, payment },
  }
}

/** An id from the name of a folder: small letters, and - for whatever an id may not hold. */
export function defaultId(folderName: string): string {
  const id = folderName
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
  return isNounId(id) ? id : 'new-trial'
}

export const defaultTitle = (arms: readonly { id: string; title: string }[], control: string): string =>
  `${listOf(arms.filter(({ id }) => id !== control))} against ${listOf(arms.filter(({ id }) => id === control))}: a randomised trial`

const listOf = (arms: readonly { title: string }[]): string => arms.map(({ title }) => title).join(' and ')

export const defaultOutcome: Readonly<Record<OutcomeType, string>> = {
  binary: 'Cases with a payment',
  money: 'Amount paid',
}

/** The arm that is called control, where there is one. */
export const defaultControl = (ids: readonly string[]): string | undefined => ids.find(id => id === 'control')

/** Not after a day that is given. */
export const defaultAsOf = ({ firstDay, lastDay }: AnswerTexts, today: CivilDate): CivilDate =>
  [firstDay, lastDay].reduce<CivilDate>((day, given) => (given !== undefined && given < day ? given : day), today)

export const defaultLastDay = (firstDay: CivilDate): CivilDate => dateAfter(firstDay, { months: followUpMonths })

/** Half of the rate or, where it is high, of what is left. */
export const defaultWorth = (rate: number): string =>
  String(Math.max(1, Math.round(5000 * Math.min(rate, 1 - rate))) / 10_000)

/** The share of payers where the least difference that is worth finding is there, in ten-thousandths as it is read. */
export const higherRate = ({ rate, worth }: Pick<Expected, 'rate' | 'worth'>): number =>
  (Math.round(rate * 10_000) + Math.round(worth * 10_000)) / 10_000

function bad(flag: string, expected: string, received: string, action: string): never {
  throw new TrialError([answerInvalid(flag, expected, received, action)])
}

const idForm = 'an id of a-z, 0-9, _ and -, starting with a letter, and no built-in name'

export function readId(text: string): string {
  if (!isNounId(text)) bad('--id', idForm, quote(text), 'Give an id such as letters-2027.')
  return text
}

/** Words for readers: one line, not empty. */
export function readTitle(flag: string, text: string): string {
  const title = text.trim()
  if (!/^\P{Cc}+$/u.test(title)) bad(flag, 'a title in one line', quote(text), 'Give a few words.')
  return title
}

/** An arm from `id=title`. */
export function readArm(text: string): { id: string; title: string } {
  const [, id = '', title = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? []
  const action = 'Give the id and the title, as --arm letter="Letter in plain words".'
  if (!isNounId(id)) bad('--arm', `ARM=TITLE with ${idForm}`, quote(text), action)
  return { id, title: readTitle('--arm', title) }
}

/** What is wrong with the arms taken together. */
export function armListIssues(arms: readonly { id: string }[]): Issue[] {
  const ids = arms.map(({ id }) => id)
  const repeated = [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))]
  return [
    ...repeated.map(id =>
      answerInvalid('--arm', 'an id that no other arm has', `${quote(id)} twice`, 'Give each arm an id of its own.'),
    ),
    ...(ids.length < 2
      ? [answerInvalid('--arm', 'at least two arms', `${ids.length}`, 'Give --arm once for each, the control too.')]
      : []),
  ]
}

export function readControl(text: string | undefined, arms: readonly string[]): string {
  if (text !== undefined && arms.includes(text)) return text
  return bad(
    '--control',
    `the arm that the others are compared with: ${arms.join(', ')}`,
    quote(text),
    'Name one of the arms.',
  )
}

export function readCases(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) bad('--size', 'a whole number of cases of 1 or more', quote(text), 'Correct it.')
  return Number(text)
}

export function readCost(text: string): string {
  const pence = parsePounds(text)
  if (pence === undefined || pence < 0)
    bad('--cost', 'pounds of 0 or more with at most 2 decimals', quote(text), 'Give the cost of a case, as 1.20.')
  return text
}

/** Values of arms from texts of the form `arm=value`; every problem is reported. */
function readOfArms<T>(
  flag: string,
  texts: readonly string[],
  arms: readonly string[],
  read: (text: string) => T,
): Map<string, T> {
  const issues: Issue[] = []
  const values = new Map<string, T>()
  for (const text of texts) {
    const [, arm = '', value = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? []
    if (!arms.includes(arm) || values.has(arm)) {
      const expected = `ARM=VALUE, once for an arm of ${arms.join(', ')}`
      issues.push(answerInvalid(flag, expected, quote(text), 'Name the arms by --arm, and each of them once here.'))
    } else {
      const found = collectIssues(issues, () => read(value))
      if (found !== undefined) values.set(arm, found)
    }
  }
  refuseIfAny(issues)
  return values
}

export function readCluster(text: string): string | null {
  if (text === noCluster) return null
  if (!isNounId(text) || ownFields.includes(text))
    bad(
      '--cluster',
      `${noCluster}, or ${idForm}, other than ${ownFields.join(', ')}`,
      quote(text),
      'Name the column of the caseload that linked cases share, as debtor_id.',
    )
  return text
}

/** A date, on a day or later. */
export function readDate(flag: string, text: string, from?: CivilDate): CivilDate {
  if (!isCivilDate(text)) bad(flag, 'a calendar date YYYY-MM-DD', quote(text), 'Give a date such as 2027-01-11.')
  if (from !== undefined && text < from)
    bad(flag, `a date from ${from}`, quote(text), 'The caseload comes first, then the first day, then the last.')
  return text
}

export function readOutcomeType(text: string): OutcomeType {
  const type = outcomeTypes.find(each => each === text)
  return type ?? bad('--outcome-type', outcomeTypes.join(' or '), quote(text), 'binary: paid or not; money: how much.')
}

const shareForm = 'a share above 0 and below 1 with at most 4 decimals'

function readShare(flag: string, text: string, most: number, expected = shareForm): number {
  const share = /^0?\.\d{1,4}$/.test(text) ? Number(text) : 0
  if (share <= 0 || share >= most) bad(flag, expected, quote(text), 'Give it as 0.1 for one case in ten.')
  return share
}

export const readRate = (text: string): number => readShare('--rate', text, 1)

export const readWorth = (text: string, rate: number): number =>
  readShare('--worth', text, 1 - rate, `${shareForm}, which leaves ${rate} and it below 1`)

/** Pence. */
export function readPayment(text: string): number {
  const pence = parsePounds(text)
  if (pence === undefined || pence < 100 || pence > 100_000_000)
    bad('--payment', 'pounds from 1 to 1,000,000 with at most 2 decimals', quote(text), 'Give it as 130 or 130.50.')
  return pence
}
