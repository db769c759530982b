import { Command } from 'commander'
import { packageVersion } from '../pipeline/package-folder.ts'
import { commands } from './commands/index.ts'

/** The command line, ready to parse. Commands load their stage only when they run. */
export function program(): Command {
  const root = new Command('equipoise')
    .description('Randomised trials on debt and arrears, from protocol to published report.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('Run with --help for the options and examples.')
    .showSuggestionAfterError(true)
    .addHelpText('after', examples)
    .exitOverride()
  for (const command of commands) {
    command.exitOverride().showHelpAfterError('Run with --help for the options and examples.')
    root.addCommand(command)
  }
  return root
}

const examples = `
Examples:
  equipoise reproduce part-payment                     the printed report, figure by figure
  equipoise generate part-payment --cases 60000 --seed 7 --out caseload.csv
  equipoise run part-payment --caseload caseload.csv --seed 2015 --run runs/mine
  equipoise verify part-payment --run runs/mine

A trial is a folder with protocol.yaml and plan.yaml: give its path, or the name of a folder in ./trials.
Exit codes: 0 ok, 1 a check failed, 2 usage, 3 bad input, 4 design impossible, 5 outcome refused, 6 engine, 70 internal, 130 interrupted.`
