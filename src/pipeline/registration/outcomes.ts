import { conditionText } from '../../model/condition-text.ts'
import { sideTitle } from '../../model/pooled-arms.ts'
import type { Outcome, Protocol } from '../../model/protocol.ts'
import { type Block, joined, literal, longDate, type Text, text } from '../../report/index.ts'
import { fieldTitle, list, outcomeTitle, paragraph, type RegistrationMaterial } from './material.ts'
import { labelled } from './question.ts'

/** What is measured, how it is made from what is recorded, and over which time. */
export function outcomeBlocks({ protocol, plan }: RegistrationMaterial): Block[] {
  const rank = (id: string): string => {
    const roles = plan.analyses.filter(({ outcome }) => outcome === id).map(({ role }) => role)
    if (roles.includes('primary')) return 'primary'
    return roles.includes('secondary') ? 'secondary' : 'further'
  }
  return [
    list(
      protocol.outcomes.map(outcome =>
        labelled(
          literal(`${outcome.title} (${rank(outcome.id)})`),
          joined([definition(outcome, protocol), ...conditions(outcome, protocol)], ' '),
        ),
      ),
    ),
    ...followUpBlocks(protocol),
  ]
}

function definition(outcome: Outcome, protocol: Protocol): Text {
  switch (outcome.type) {
    case 'binary':
      return text`Yes where an event of the case is recorded for which ${literal(conditionText(outcome.when))}.`
    case 'money':
      return outcome.sumOf === undefined
        ? text`The amount of ${literal(fieldTitle(protocol, outcome.field ?? ''))} at baseline.`
        : text`The sum of the amounts of the events for which ${literal(conditionText(outcome.sumOf))}; £${literal('0')} where there is none.`
    case 'time':
      return waitingText(outcome)
    case 'category':
      return text`One of ${literal(outcome.levels.map(level => outcome.levelTitles?.[level] ?? level.replaceAll('_', ' ')).join(', '))}.`
  }
}

function waitingText({ until, competing = [], censoredWhen }: Extract<Outcome, { type: 'time' }>): Text {
  const ends = competing.map(({ title, when }) => `${title} (${conditionText(when)})`).join('; ')
  const others = text`Something else can end the waiting for good: ${literal(ends)}.`
  const censoring = text`A case is followed no longer from an event on for which ${literal(conditionText(censoredWhen ?? until))}.`
  return [
    text`Days to the first event for which ${literal(conditionText(until))}, the first day of the case being day ${literal('1')}.`,
    ...(competing.length === 0 ? [] : [' ', others]),
    ...(censoredWhen === undefined ? [] : [' ', censoring]),
  ].flat()
}

function conditions({ observed, missingWhen }: Outcome, protocol: Protocol): Text[] {
  const { arms, outcome, levels } = observed ?? {}
  const only = arms?.map(arm => sideTitle(protocol, arm)).join(', ')
  return [
    ...(only === undefined ? [] : [text`It applies in ${literal(only)} only.`]),
    ...(outcome === undefined
      ? []
      : [
          text`It applies where ${literal(outcomeTitle(protocol, outcome))} is ${literal((levels ?? []).join(' or '))}.`,
        ]),
    ...(missingWhen === undefined
      ? []
      : [text`It is missing where an event is recorded for which ${literal(conditionText(missingWhen))}.`]),
  ]
}

/** The time in which events count. */
export function followUpBlocks({ followUp: { from, to, perCase } }: Protocol): Block[] {
  const window = text`Events from ${literal(longDate(from))} to ${literal(longDate(to))} count, both days included.`
  if (perCase === undefined) return [paragraph(window)]
  const { months, days } = perCase
  const length = [months === undefined ? [] : [`${months} months`], days === undefined ? [] : [`${days} days`]].flat()
  const start = perCase.from === 'allocation' ? 'its allocation' : perCase.from
  return [
    paragraph(
      text`${window} Of each case those count that come within ${literal(length.join(' and '))} of ${literal(start)}.`,
    ),
  ]
}
