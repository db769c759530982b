import type { AnswerTexts } from '../../pipeline/new-trial/answers.ts'
import type { CommandResult } from '../output.ts'
import { defineCommand } from './define.ts'

interface Options extends AnswerTexts {
  from?: string
  yes?: boolean
}

export const initCommand = defineCommand<Options>({
  name: 'init',
  summary: 'make the folder of a new trial, from a template or from another trial',
  description:
    'Writes a commented protocol.yaml and plan.yaml, what is expected of the outcomes (sizing.yaml), a model of made-up data to try the trial with, their schemas for editors, and a README.md with the next steps. What no option says is asked for in a terminal; with --yes, or without a terminal, it takes its default. With --from it copies the protocol, the plan, the sizing and the synthetic model of another trial under a new id and title.',
  group: 'Trials:',
  argument: { name: 'folder', description: 'the new folder, as trials/letters-2027; it must be new or empty' },
  options: [
    { flags: '--from <trial>', description: 'copy this trial; then only --id and --title are read' },
    { flags: '--id <id>', description: 'id of the trial (default: from the name of the folder)' },
    { flags: '--title <text>', description: 'its title' },
    {
      flags: '--arm <arm=title>',
      description: 'an arm; once for each, the control too (default: control and letter)',
      repeatable: true,
    },
    { flags: '--control <arm>', description: 'the arm that the others are compared with (default: control)' },
    { flags: '--size <arm=cases>', description: 'cases of an arm; once for each (default: 200)', repeatable: true },
    { flags: '--cost <arm=pounds>', description: 'cost of a case of an arm; once for each', repeatable: true },
    { flags: '--cluster <field>', description: 'caseload field that linked cases share, or none (default: none)' },
    { flags: '--as-of <date>', description: 'day of the caseload (default: today)' },
    { flags: '--first-day <date>', description: 'first day of follow-up (default: the day of the caseload)' },
    { flags: '--last-day <date>', description: 'last day of follow-up (default: six months later)' },
    { flags: '--outcome <text>', description: 'title of the primary outcome' },
    { flags: '--outcome-type <type>', description: 'binary: paid or not; money: how much (default: binary)' },
    { flags: '--rate <share>', description: 'share of control cases that will pay, expected (default: 0.1)' },
    { flags: '--worth <share>', description: 'least difference in it that is worth finding (default: half of it)' },
    { flags: '--payment <pounds>', description: 'what a payer pays on average, expected (default: 130.00)' },
    { flags: '--yes', description: 'take the default of everything that no option says, and ask nothing' },
  ],
  examples: [
    'equipoise init trials/letters-2027',
    'equipoise init trials/calls --arm control="Ordinary collection" --arm call="Call within a week" --size control=400 --size call=400 --cost call=4.10 --yes',
    'equipoise init trials/part-payment-2027 --from part-payment --title "Part payment, second trial" --yes',
  ],
  async run(folder, { from, yes, json: _, quiet: __, ...given }) {
    const { copyTrial, makeTrial } = await import('../../pipeline/new-trial/make-trial.ts')
    const today = new Date().toISOString().slice(0, 10)
    if (from !== undefined) {
      const { openTrial } = await import('../open-trial.ts')
      return made(copyTrial(folder, given, (await openTrial(from)).trial))
    }
    const texts = yes || !process.stdin.isTTY ? given : await ask(folder, given, today)
    if (texts === undefined) return { json: { schema: 'equipoise/no-new-trial/1' }, text: 'Nothing was written.' }
    return made(makeTrial(folder, texts, today))
  },
})

/** Refuses what is given before it asks for the rest. */
async function ask(folder: string, given: AnswerTexts, today: string): Promise<AnswerTexts | undefined> {
  const { basename, resolve } = await import('node:path')
  const { requireMakeable } = await import('../../pipeline/new-trial/make-trial.ts')
  const { inTerminal } = await import('../terminal.ts')
  const { initInterview } = await import('../init-interview.ts')
  requireMakeable(folder, given, today)
  return inTerminal(conversation =>
    initInterview(given, { folderName: basename(resolve(folder)), today }, conversation),
  )
}

function made(trial: import('../../pipeline/new-trial/make-trial.ts').MadeTrial): CommandResult {
  const { title, folder, reference, copiedFrom, files } = trial
  const origin = copiedFrom === null ? '' : `, a copy of ${copiedFrom}`
  return {
    json: trial,
    text: [`${title} (${trial.trial})${origin}.`, `Written to ${folder}: ${files.join(', ')}.`].join('\n'),
    next: `read ${folder}/README.md, change the files, and equipoise check ${reference}`,
  }
}
