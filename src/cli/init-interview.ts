import type { CivilDate } from '../core/civil-date.ts'
import { refuseIfAny } from '../core/errors.ts'
import {
  type AnswerTexts,
  armListIssues,
  defaultArms,
  defaultAsOf,
  defaultCases,
  defaultControl,
  defaultId,
  defaultLastDay,
  defaultOutcome,
  defaultPayment,
  defaultRate,
  defaultTitle,
  defaultWorth,
  noCluster,
  readArm,
  readCases,
  readCluster,
  readControl,
  readCost,
  readDate,
  readId,
  readOutcomeType,
  readPayment,
  readRate,
  readTitle,
  readWorth,
} from '../pipeline/new-trial/answers.ts'
import { type Conversation, Interview } from './interview.ts'

/**
 * Asks for every answer that is not given, each with its default in brackets, which an empty answer takes. `undefined` where the
 * person does not confirm. Nothing is written here.
 */
export async function initInterview(
  given: AnswerTexts,
  { folderName, today }: { folderName: string; today: CivilDate },
  conversation: Conversation,
): Promise<AnswerTexts | undefined> {
  const talk = new Interview(conversation, 'init')
  /** What is given, else what is answered, else the default; checked. */
  const answer = async (
    known: string | undefined,
    question: string,
    usual: string,
    check: (text: string) => unknown,
  ): Promise<string> =>
    known ??
    talk.until(`${question} [${usual}]: `, text => {
      const value = text === '' ? usual : text
      check(value)
      return value
    })

  const id = await answer(given.id, 'Id of the trial', defaultId(folderName), readId)
  const arm = given.arm.length > 0 ? given.arm : await askArms(talk)
  const arms = arm.map(readArm)
  const ids = arms.map(each => each.id)
  const control = await answer(given.control, 'Control arm', defaultControl(ids) ?? ids[0] ?? '', text =>
    readControl(text, ids),
  )
  const title = await answer(given.title, 'Title', defaultTitle(arms, control), text => readTitle('--title', text))
  /** For every arm without one: a value of its own, or nothing where it is left empty. */
  const ofArms = async (known: readonly string[], question: string, usual: string, read: (text: string) => unknown) => {
    const texts = [...known]
    for (const each of arms) {
      if (known.some(text => text.startsWith(`${each.id}=`))) continue
      const text = await talk.until(`${each.title}: ${question} [${usual}]: `, given => {
        if (given !== '') read(given)
        return given
      })
      if (text !== '') texts.push(`${each.id}=${text}`)
    }
    return texts
  }
  const size = await ofArms(given.size, 'cases', `${defaultCases}`, readCases)
  const cost = await ofArms(given.cost, 'cost of a case in pounds', 'none', readCost)
  const cluster = await answer(
    given.cluster,
    'Field that linked cases share, which stay in one arm',
    noCluster,
    readCluster,
  )
  const asOf = await answer(given.asOf, 'Day of the caseload', defaultAsOf(given, today), text =>
    readDate('--as-of', text),
  )
  const firstDay = await answer(given.firstDay, 'First day of follow-up', asOf, text =>
    readDate('--first-day', text, asOf),
  )
  const lastDay = await answer(given.lastDay, 'Last day of follow-up', defaultLastDay(firstDay), text =>
    readDate('--last-day', text, firstDay),
  )
  const outcomeType = await answer(
    given.outcomeType,
    'Primary outcome: binary (paid or not) or money (how much)',
    'binary',
    readOutcomeType,
  )
  const outcome = await answer(given.outcome, 'Its title', defaultOutcome[readOutcomeType(outcomeType)], text =>
    readTitle('--outcome', text),
  )
  const rate = await answer(given.rate, 'Share of control cases that will pay', defaultRate, readRate)
  const worth = await answer(
    given.worth,
    'Least difference in it that is worth finding',
    defaultWorth(readRate(rate)),
    text => readWorth(text, readRate(rate)),
  )
  const payment = await answer(given.payment, 'What a payer pays on average, in pounds', defaultPayment, readPayment)
  const answers = {
    ...{ id, arm, control, title, size, cost, cluster, asOf, firstDay, lastDay, outcomeType, outcome },
    ...{ rate, worth, payment },
  }
  return (await talk.confirms('Write the folder?')) ? answers : undefined
}

/** Arms one by one until an empty answer; the usual ones where the first is empty. */
async function askArms(talk: Interview): Promise<readonly string[]> {
  const arms: string[] = []
  for (;;) {
    const usual = arms.length === 0 ? ` [${defaultArms.join(', ')}]` : ''
    const text = await talk.until(`Arm as id=title, empty for no more${usual}: `, answer => {
      const soFar = [...arms, ...(answer === '' ? [] : [answer])].map(readArm)
      // One arm alone is wrong only when no other follows.
      if (arms.length > 0) refuseIfAny(armListIssues(soFar))
      return answer
    })
    if (text === '') return arms.length === 0 ? defaultArms : arms
    arms.push(text)
  }
}
