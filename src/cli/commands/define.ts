import { Command } from 'commander'
import type { Progress } from '../../core/progress.ts'
import { type CommandResult, type CommonOptions, present } from '../output.ts'

interface Definition<Options> {
  name: string
  /** Other spellings that do the same. */
  aliases?: readonly string[]
  summary: string
  description: string
  group: string
  options: readonly CommandOption[]
  examples: readonly string[]
  run(trial: string, options: Options & CommonOptions, progress: Progress): Promise<CommandResult>
}

export interface CommandOption {
  flags: string
  description: string
  required?: boolean
  default?: string
  /** May be given several times; the values come as a list. */
  repeatable?: boolean
}

/** A command of the form `equipoise NAME <trial> [options]`, with examples in its help and `--json` like every other. */
export function defineCommand<Options extends object>(definition: Definition<Options>): Command {
  const command = new Command(definition.name)
    .summary(definition.summary)
    .description(definition.description)
    .helpGroup(definition.group)
    .argument('<trial>', 'a trial: a path, or the name of a folder in ./trials or of a trial that comes with equipoise')
  command.aliases(definition.aliases ?? [])
  for (const option of definition.options) {
    if (option.required) command.requiredOption(option.flags, option.description)
    else if (option.repeatable) command.option(option.flags, option.description, collected, [])
    else command.option(option.flags, option.description, option.default)
  }
  return command
    .helpOption('-h, --help', 'show help')
    .option('--json', 'print the result as JSON with a versioned schema')
    .option('-q, --quiet', 'print nothing but errors')
    .addHelpText('after', `\nExamples:\n${definition.examples.map(example => `  ${example}`).join('\n')}`)
    .action((trial: string, options: Options & CommonOptions) =>
      present(options, progress => definition.run(trial, options, progress)),
    )
}

const collected = (value: string, before: readonly string[]): readonly string[] => [...before, value]

export const runOption: CommandOption = { flags: '--run <dir>', description: 'run folder (default: runs/<trial>)' }
export const fullOption: CommandOption = {
  flags: '--full',
  description: 'print every section, not the main ones alone',
}
export const seedOption: CommandOption = {
  flags: '--seed <text>',
  description: 'seed of the draw: any text, as a number agreed beforehand',
  required: true,
}

/** What a draw starts from, as `sample`, `allocate` and `run` take it. */
export interface StartOptions {
  seed?: string
  beacon?: string
}
export const startOptions: readonly CommandOption[] = [
  { flags: '--seed <text>', description: 'seed of the draw on a run without a commitment: any text agreed beforehand' },
  { flags: '--beacon <value>', description: 'value of the beacon on a run with a commitment, as it was published' },
]
export const enrolmentSecretOption: CommandOption = {
  flags: '--secret <file>',
  description: 'secret of enrolment (default: <run>.secret, beside the run folder)',
}
export const secretOption: CommandOption = {
  flags: '--secret <file>',
  description: 'secret of the commitment (default: <run>.secret, beside the run folder)',
}
