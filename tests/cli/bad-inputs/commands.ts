import { join } from 'node:path'
import type { BadInput } from './place.ts'

/** Command lines that nobody can mean. */
export const badCommands: readonly BadInput[] = [
  {
    name: 'an empty seed',
    make: place => ['sample', place.trial, '--caseload', place.caseload, '--seed', '', '--run', place.fresh],
    exit: 2,
    codes: ['cli.seed_empty'],
    says: ['--seed: expected a seed of at least one character'],
  },
  {
    name: 'no seed',
    make: place => ['sample', place.trial, '--caseload', place.caseload, '--run', place.fresh],
    exit: 2,
    codes: ['cli.seed_missing'],
    says: ['--seed: expected a seed, as this run has no commitment', 'equipoise commit'],
  },
  {
    name: 'boundaries of a trial that nobody can mean',
    make: place => ['boundaries', place.trial, '--looks', '0', '--alpha', '2', '--rate', '7', '--spending', 'late'],
    exit: 2,
    codes: [
      'boundaries.setting_invalid',
      'boundaries.rule_unknown',
      'boundaries.setting_invalid',
      'boundaries.setting_invalid',
    ],
    says: ['--looks: expected a whole number of looks from 1 to 50', 'received "late"', 'a level above 0 and below 1'],
  },
  {
    name: 'an unknown command',
    make: place => ['analize', place.trial],
    exit: 2,
    codes: ['cli.command_line'],
    says: ["unknown command 'analize'", 'analyze'],
  },
  {
    name: 'an unknown option',
    make: place => ['check', place.trial, '--strict'],
    exit: 2,
    codes: ['cli.command_line'],
    says: ["unknown option '--strict'"],
  },
  {
    name: 'a caseload of no cases',
    make: place => ['generate', place.trial, '--cases', '0', '--seed', '7', '--out', join(place.folder, 'out.csv')],
    exit: 2,
    codes: ['cli.cases_not_positive'],
    says: ['--cases: expected a whole number of cases above 0, received "0"'],
  },
  {
    name: 'a caseload of 1e3 cases',
    make: place => ['generate', place.trial, '--cases', '1e3', '--seed', '7', '--out', join(place.folder, 'out.csv')],
    exit: 2,
    codes: ['cli.cases_not_positive'],
    says: ['received "1e3"'],
  },
  {
    name: 'too few redraws',
    make: place => ['balance', place.trial, '--run', place.run, '--draws', '19'],
    exit: 2,
    codes: ['cli.redraws_not_usable'],
    says: ['--draws: expected a whole number of redraws from 99 to 999,999, received "19"'],
  },
  {
    name: 'batches by a field that is not baseline',
    make: place => ['balance', place.trial, '--run', place.run, '--batch', 'welfare_concern'],
    exit: 2,
    codes: ['cli.batch_unknown'],
    says: ['--batch: expected a baseline field of the protocol: scheme, arrears_pwc,', 'received "welfare_concern"'],
  },
  {
    name: 'a caseload without a number of cases',
    make: place => ['generate', place.trial, '--seed', '7', '--out', join(place.folder, 'out.csv')],
    exit: 2,
    codes: ['cli.cases_not_positive'],
    says: ['received nothing', '--outcomes'],
  },
  {
    name: 'a registration for a form that there is not',
    make: place => ['register', place.trial, '--for', 'isrctn', '--out', join(place.folder, 'out.md')],
    exit: 2,
    codes: ['register.form_unknown'],
    says: ['--for: expected evaluation-registry or osf, received "isrctn"'],
  },
  {
    name: 'a registration in a format that there is not',
    make: place => ['register', place.trial, '--out', join(place.folder, 'out.txt')],
    exit: 2,
    codes: ['report.file_ending_unknown'],
    says: ['--out: expected a file ending in .html'],
  },
]
