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
  /** What may be named after the trial; `run` finds it among the options, by its name. */
  second?: { name: string; description: string /** Set where one or more must be named. */; isMany?: true }
  /** What it is about, where that is no trial. */
  argument?: { name: string; description: string }
  /** Set where it is about nothing that is named; `run` is then given an empty text for it. */
  withoutTrial?: true
  run(trial: string, options: Options & CommonOptions, progress: Progress): Promise<CommandResult>
}

export interface CommandOption {
  flags: string
  description: string
  required?: boolean
  default?: string
  /** Set where it may be given several times. */
  repeatable?: true
}

/** A command of the form `equipoise NAME <trial> [options]` (or about something else than a trial), with examples in its help and `--json` like every other. */
export function defineCommand<Options extends object>(definition: Definition<Options>): Command {
  const command = new Command(definition.name)
    .summary(definition.summary)
    .description(definition.description)
    .helpGroup(definition.group)
  const { argument = { name: 'trial', description: trialArgument } } = definition
  if (!definition.withoutTrial) command.argument(`<${argument.name}>`, argument.description)
  const { second } = definition
  if (second !== undefined)
    command.argument(second.isMany ? `<${second.name}...>` : `[${second.name}]`, second.description)
  command.aliases(definition.aliases ?? [])
  for (const option of definition.options) {
    if (option.repeatable && option.required) command.requiredOption(option.flags, option.description, collect)
    else if (option.repeatable) command.option(option.flags, option.description, collect, [])
    else if (option.required) command.requiredOption(option.flags, option.description)
    else command.option(option.flags, option.description, option.default)
  }
  return command
    .helpOption('-h, --help', 'show help')
    .option('--json', 'print the result as JSON with a versioned schema')
    .option('-q, --quiet', 'print nothing but errors')
    .addHelpText('after', `\nExamples:\n${definition.examples.map(example => `  ${example}`).join('\n')}`)
    .action((...given: unknown[]) => {
      const trial = definition.withoutTrial ? '' : (given.shift() as string)
      const named = second === undefined ? {} : { [second.name]: given.shift() }
      const options = { ...(given[0] as Options & CommonOptions), ...named }
      return present(options, progress => definition.run(trial, options, progress))
    })
}

const trialArgument = 'a trial: a path, or the name of a folder in ./trials or of a trial that comes with equipoise'

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value]

export const runOption: CommandOption = { flags: '--run <dir>', description: 'run folder (default: runs/<trial>)' }
export const storeOption: CommandOption = {
  flags: '--store <url>',
  description:
    'keep the log in PostgreSQL, postgres://USER@HOST/DATABASE; needed the first time only (password: in it, PGPASSWORD or the password file)',
}
export const registerOption: CommandOption = {
  flags: '--register <file>',
  description: 'register of concurrent trials as .csv, where the protocol has one',
}
export const fullOption: CommandOption = {
  flags: '--full',
  description: 'print every section, not the main ones alone',
}
export const formatOption: CommandOption = {
  flags: '--format <list>',
  description: 'formats with commas between: html, md, odt, docx, ods, xlsx, json, csv, pdf; or all',
  default: 'html,md',
}
export const seedOption: CommandOption = {
  flags: '--seed <text>',
  description: 'seed of the draw: any text, as a number agreed beforehand',
  required: true,
}

/** Where outcomes are that do not lie in the run, as `analyse` and `verify` take it. */
export interface EngineOptions {
  engine?: string
  data?: readonly string[]
  at?: readonly string[]
  summaries?: string
}
export const engineOptions: readonly CommandOption[] = [
  {
    flags: '--engine <id>',
    description:
      'summarise outcomes where they are: duckdb, postgres or clickhouse; the run then has no log of its own',
  },
  {
    flags: '--data <what>',
    description: 'with --engine: a Parquet or CSV file, once for each, or a table',
    repeatable: true,
  },
  {
    flags: '--at <address>',
    description:
      'with --engine: a server or a DuckDB database file; once for each where several hold parts of the table',
    repeatable: true,
  },
  { flags: '--summaries <dir>', description: 'read what the statements of `sql --out` answered, saved there' },
]

/** Who makes arms known, and why. */
export interface GroundOptions {
  by: string
  reason: string
}
export const groundOptions: readonly CommandOption[] = [
  { flags: '--by <name>', description: 'who does it, by name or role; recorded', required: true },
  { flags: '--reason <text>', description: 'why; recorded before anything is shown', required: true },
]

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
