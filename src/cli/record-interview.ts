import { parsePounds } from '../core/money.ts'
import { voidKind } from '../model/event.ts'
import { voiding } from '../model/process.ts'
import type { EventKind, Protocol } from '../model/protocol.ts'
import { isEventTime } from '../outcomes/index.ts'
import { type CaseHistoryOutcome, caseHistoryOfRun } from '../pipeline/recording/case-history.ts'
import type { RecordingRequest } from '../pipeline/recording/open-recording.ts'
import type { EventTexts } from '../pipeline/recording/single-event.ts'
import { type CellDeclaration, cellExpectation, cellReader } from '../storage/cell.ts'
import { caseText } from './case-text.ts'
import { type Conversation, Interview, Misfit, oneOf } from './interview.ts'

/**
 * Asks for one event, part by part, and shows what is recorded of the case and what may be recorded. Every answer is checked
 * at once and asked for again until it fits. `undefined` where the person does not confirm. Nothing is recorded here.
 */
export async function interview(
  request: RecordingRequest,
  by: string | undefined,
  conversation: Conversation,
): Promise<EventTexts | undefined> {
  const { protocol } = request.trial
  const talk = new Interview(conversation, 'record')
  const history = await talk.until('Case: ', id => caseHistoryOfRun({ ...request, case: id }))
  conversation.say(`\n${caseText(protocol, history)}\n`)
  const kind = await talk.until(`Kind (or ${voidKind}, to take an event away): `, text =>
    kindOf(text, protocol, history),
  )
  const event: EventTexts = {
    case: history.case,
    kind: kind.kind,
    ...(await whenAndHowMuch(talk, kind)),
    set: await fieldSettings(talk, kind),
    ...(await ground(talk, kind, history)),
    by: by ?? (await talk.until('Recorded by (a role or team): ', present)),
  }
  conversation.say(`\n${summary(event)}`)
  return (await talk.confirms('Record it?')) ? event : undefined
}

function present(text: string): string {
  if (text === '') throw new Misfit('Something has to stand here.')
  return text
}

function kindOf(text: string, { process }: Protocol, { allowed }: CaseHistoryOutcome): EventKind {
  const able = allowed.filter(({ state }) => state !== 'closed').map(({ kind }) => kind)
  const name = oneOf(text, [...able, voidKind])
  return process.events.find(({ kind }) => kind === name) ?? voiding
}

async function whenAndHowMuch(talk: Interview, { amount }: EventKind): Promise<Pick<EventTexts, 'at' | 'amount'>> {
  const at = await talk.until('When (a date, or an instant with offset; empty for now): ', text => {
    if (text !== '' && !isEventTime(text))
      throw new Misfit('Expected a date 2016-03-01 or an instant 2016-03-01T09:30:00Z.')
    return text
  })
  const given = at === '' ? {} : { at }
  if (amount === 'none') return given
  const pounds = await talk.until('Amount in pounds: ', text => {
    if (parsePounds(text) === undefined) throw new Misfit('Expected pounds with at most 2 decimals.')
    return text
  })
  return { ...given, amount: pounds }
}

async function fieldSettings(talk: Interview, { fields }: EventKind): Promise<string[]> {
  const settings: string[] = []
  for (const field of fields) {
    const text = await talk.until(fieldQuestion(field), answer => {
      if (cellReader(field)(answer) === undefined)
        throw new Misfit(`Expected ${cellExpectation(field, answer).expected}.`)
      return answer
    })
    if (text !== '') settings.push(`${field.id}=${text}`)
  }
  return settings
}

function fieldQuestion({ title, type, levels, optional }: CellDeclaration & { title: string }): string {
  const of = type === 'category' ? (levels ?? []).join(', ') : type === 'boolean' ? 'true or false' : type
  return `${title} (${of}${optional ? '; may be empty' : ''}): `
}

/** Which event it corrects, which rules it departs from, and why. */
async function ground(
  talk: Interview,
  { kind }: EventKind,
  { events, allowed }: CaseHistoryOutcome,
): Promise<Pick<EventTexts, 'corrects' | 'override' | 'reason'>> {
  const ids = events.map(({ event }) => event.id)
  const rules = allowed
    .flatMap(each => (each.kind === kind ? each.restrictions : []))
    .flatMap(({ rule, override }) => (rule === null || override === null ? [] : [rule]))
  const corrects =
    kind === voidKind
      ? await talk.until('Id of the event to take away: ', text => oneOf(text, ids))
      : ids.length === 0
        ? ''
        : await talk.until('Id of the event that it corrects (empty for none): ', text => oneOf(text, ['', ...ids]))
  const override =
    rules.length === 0
      ? ''
      : await talk.until(`Rules that it departs from, of ${rules.join(', ')} (empty for none): `, text => {
          for (const rule of text.split(/\s+/)) oneOf(rule, ['', ...rules])
          return text
        })
  if (corrects === '' && override === '') return {}
  const reason = await talk.until('Why: ', present)
  return { ...(corrects === '' ? {} : { corrects }), ...(override === '' ? {} : { override }), reason }
}

function summary({ set, ...parts }: EventTexts): string {
  const given = Object.entries({ ...parts, at: parts.at ?? 'now' }).filter(([, value]) => value !== undefined)
  return [...given.map(([name, value]) => `${name}=${value}`), ...set].join(' ')
}
