import { issueKind, quote } from '../core/errors.ts'
import type { Problem } from '../model/validate.ts'

export const trialNotFound = issueKind(
  'trial.not_found',
  'input',
  'No folder of that name holds a protocol.yaml.',
  (reference: string, known: readonly string[]) => ({
    place: {},
    expected: known.length === 0 ? 'a folder with protocol.yaml' : `a trial: ${known.join(', ')}, or a path`,
    received: quote(reference),
    action: 'Give the path of a trial folder, or the name of a folder in ./trials.',
  }),
)

export const trialFileMissing = issueKind(
  'trial.file_missing',
  'input',
  'A file that the command needs is not in the trial folder.',
  (path: string) => ({
    place: { file: path },
    expected: 'this file in the trial folder',
    received: 'nothing',
    action: 'Write it (docs/trial-files.md describes each), or give another trial.',
  }),
)

export const benchmarkWithoutArms = issueKind(
  'trial.benchmark',
  'input',
  'A command needs the arms of a trial, and the folder holds a benchmark.',
  (path: string) => ({
    place: { file: path },
    expected: 'a trial, with arms',
    received: 'a benchmark: a price, and never an arm',
    action:
      'Read it with `equipoise check`. To set it beside a trial, name it under `benchmarks` in the economics of the plan of that trial.',
  }),
)

export const benchmarkWithFile = issueKind(
  'trial.benchmark_file',
  'input',
  'The folder of a benchmark holds a file that belongs to a trial.',
  (path: string) => ({
    place: { file: path },
    expected: 'a benchmark, which has protocol.yaml alone',
    received: 'this file',
    action: 'Remove it. What has arms is a trial of another folder.',
  }),
)

export const benchmarkUnusable = issueKind(
  'plan.benchmark',
  'input',
  'The economics of a plan name a benchmark that has no price to set beside the arms.',
  (file: string, id: string, received: string) => ({
    place: { file, field: `economics.benchmarks ${id}` },
    expected: 'a benchmark with a printed price',
    received,
    action: 'Name another (`equipoise list` shows them), or leave it out.',
  }),
)

export const artefactMissing = issueKind(
  'run.artefact_missing',
  'input',
  'A stage needs an artefact of an earlier stage that the run folder does not hold.',
  (path: string, command: string) => ({
    place: { file: path },
    expected: 'this artefact with its manifest',
    received: 'nothing',
    action: `Run \`equipoise ${command}\` on this run first, or give another --run.`,
  }),
)

export const outcomesElsewhere = issueKind(
  'run.outcomes_elsewhere',
  'input',
  'A command reads the log of outcomes, and the outcomes of the run are in an engine.',
  (path: string) => ({
    place: { file: path },
    expected: 'a run that recorded its outcomes',
    received: 'one whose outcomes were summarised where they are',
    action: 'Read 07-summaries.json, 08-results.csv and 09-economics.csv, or run `analyse --engine` on it again.',
  }),
)

export const artefactInvalid = issueKind(
  'run.artefact_invalid',
  'input',
  'An artefact does not hold what its stage writes.',
  (path: string, line: number, field: string, expected: string, received: string) => ({
    place: { file: path, line, field },
    expected,
    received: quote(received),
    action: 'Artefacts are not edited by hand: run `equipoise verify`, or make the run anew.',
  }),
)

export const caseloadChanged = issueKind(
  'run.caseload_changed',
  'input',
  'The caseload that a run records is not the file that was sampled.',
  (path: string) => ({
    place: { file: path },
    expected: 'the file whose hash 01-caseload.json records',
    received: 'another',
    action: 'Restore the file, or draw a sample from this one in an empty run folder.',
  }),
)

export const registerMissing = issueKind(
  'register.missing',
  'input',
  'The protocol excludes cases by a register of trials, and none was given.',
  (field: string) => ({
    place: {},
    expected: `a register of concurrent trials, from which ${field} is filled in`,
    received: 'none',
    action:
      'Give it as --register FILE (a .csv with the columns trial, case, from, to); one with a header only says that there are none.',
  }),
)

export const registerNotDeclared = issueKind(
  'register.not_declared',
  'input',
  'A register of trials was given, and the protocol does not say what it is for.',
  (path: string) => ({
    place: { file: path },
    expected: 'a `register` section in protocol.yaml',
    received: 'none',
    action: 'Leave the file out, or declare `register` and a criterion that uses its field.',
  }),
)

export const artefactChanged = issueKind(
  'run.artefact_changed',
  'input',
  'An artefact is not the file that its stage wrote.',
  (path: string) => ({
    place: { file: path },
    expected: 'the file whose hash its manifest records',
    received: 'another',
    action: 'Artefacts are not edited by hand: `equipoise verify` names what differs. Restore the file.',
  }),
)

export const drawnAlready = issueKind(
  'run.drawn_already',
  'input',
  'A sample or allocation exists and would be drawn again from something else.',
  (path: string, differing: readonly string[]) => ({
    place: { file: path },
    expected: 'one draw on one run',
    received: `another draw (different: ${differing.join(', ')})`,
    action: 'Keep this draw, or give an empty run folder and say why in the deviations of the trial.',
  }),
)

export const protocolChanged = issueKind(
  'run.protocol_changed',
  'input',
  'The protocol differs from the copy that the sample of the run was drawn by.',
  (path: string) => ({
    place: { file: path },
    expected: 'the protocol that the sample was drawn by',
    received: 'another protocol',
    action: 'Restore the protocol, or draw anew in an empty run folder.',
  }),
)

export const planChanged = issueKind(
  'run.plan_changed',
  'input',
  'The plan was changed after the cases were allocated, and no deviation in it says so.',
  (allocated: string, differing: readonly string[]) => ({
    place: { file: allocated },
    expected: 'the plan as it stood at allocation, or a deviation for each change',
    received: `another plan (${differing.join(', ')})`,
    action:
      'Record the change under `deviations` in plan.yaml (what, why, resultsSeen, date), or run new analyses with `equipoise analyse --explore FILE`.',
  }),
)

export const exploredAlready = issueKind(
  'run.explored_already',
  'input',
  'A run holds another exploration of the same id.',
  (path: string, id: string) => ({
    place: { file: path },
    expected: 'one exploration of an id, so that all that was tried stays on record',
    received: `another with the id ${quote(id)}`,
    action: 'Give it another id.',
  }),
)

export const seedEmpty = issueKind('cli.seed_empty', 'usage', 'A seed was given without any text.', () => ({
  place: { field: '--seed' },
  expected: 'a seed of at least one character',
  received: '""',
  action: 'Give the text agreed beforehand, as --seed 2015.',
}))

export const casesNotPositive = issueKind(
  'cli.cases_not_positive',
  'usage',
  'A number of cases was asked for that is no whole number above 0.',
  (received: string | undefined) => ({
    place: { field: '--cases' },
    expected: 'a whole number of cases above 0',
    received: quote(received),
    action: 'Give a number such as --cases 200000, or --outcomes for events.',
  }),
)

export const redrawsNotUsable = issueKind(
  'cli.redraws_not_usable',
  'usage',
  'A number of redraws was asked for that is no whole number from 99 to 999,999.',
  (received: string) => ({
    place: { field: '--draws' },
    expected: 'a whole number of redraws from 99 to 999,999',
    received: quote(received),
    action: 'Give a number such as --draws 999; the standard error of P falls with its root.',
  }),
)

export const batchUnknown = issueKind(
  'cli.batch_unknown',
  'usage',
  'Batches were asked for by a field that is no baseline field of the protocol.',
  (field: string, known: readonly string[]) => ({
    place: { field: '--batch' },
    expected: `a baseline field of the protocol: ${known.join(', ')}`,
    received: quote(field),
    action: 'Give one of these; a batch must be known before the allocation.',
  }),
)

export const receiptInvalid = issueKind(
  'cli.receipt',
  'usage',
  'A receipt was given that is not the number and the hash of an event.',
  (received: string) => ({
    place: { field: '--receipt' },
    expected: 'the number of the event, a colon and 64 hexadecimal digits',
    received: quote(received),
    action: 'Copy the receipt as `equipoise enrol` printed it.',
  }),
)

export const exportIntoRun = issueKind(
  'run.export_into_run',
  'input',
  'An analysis set without identifiers was to be written into the run folder, over the one with them.',
  (folder: string) => ({
    place: { file: folder },
    expected: 'a folder that is not the run folder',
    received: 'the run folder',
    action: 'Name another folder as --out.',
  }),
)

export const storeInvalid = issueKind(
  'run.store_invalid',
  'input',
  'The record of the database that a run keeps its log in does not hold what the command writes.',
  (file: string, { path, expected, received }: Problem) => ({
    place: { file, field: path.join('.') },
    expected,
    received,
    action: 'It is not edited by hand: restore the file.',
  }),
)

export const storeDiffers = issueKind(
  'run.store_differs',
  'input',
  'The log of a run is somewhere else than the database that was named.',
  (file: string, kept: string) => ({
    place: { file },
    expected: `the database or file that the run keeps its log in, ${kept}`,
    received: 'another database in --store',
    action: 'Leave --store out. To move a log, see "Moving a log" in docs/log-stores.md.',
  }),
)

export const exportExists = issueKind(
  'run.export_exists',
  'usage',
  'An export would be written over a file.',
  (file: string) => ({
    place: { file, field: '--out' },
    expected: 'the name of a new file',
    received: 'a file that is there already',
    action: 'Give another name, or move the file away.',
  }),
)

export const asOfInvalid = issueKind(
  'status.as_of_invalid',
  'usage',
  'The day of a status is no calendar date.',
  (text: string) => ({
    place: { field: '--as-of' },
    expected: 'a calendar date YYYY-MM-DD',
    received: quote(text),
    action: 'Give the last day that counts; without it that of the last event.',
  }),
)

export const flowOutcomeUnknown = issueKind(
  'run.flow_outcome',
  'usage',
  'A flow diagram was asked for with an outcome whose levels it cannot show.',
  (id: string, known: readonly string[]) => ({
    place: { field: '--outcome' },
    expected: known.length === 0 ? 'none: no category outcome is recorded yet' : `any of ${known.join(', ')}`,
    received: quote(id),
    action:
      'Name category outcomes that do not depend on another; what applies within their levels is shown with them.',
  }),
)

export const fileEndingUnknown = issueKind(
  'report.file_ending_unknown',
  'usage',
  'A page was asked for in a file whose ending names no format.',
  (file: string, formats: readonly string[]) => ({
    place: { field: '--out' },
    expected: `a file ending in .${formats.join(', .')}`,
    received: quote(file),
    action: 'Name it with one of these endings.',
  }),
)

export const fileFormatUnknown = issueKind(
  'report.file_format_unknown',
  'usage',
  'A report was asked for in a format that there is not.',
  (received: string, formats: readonly string[]) => ({
    place: { field: '--format' },
    expected: `${formats.join(', ')} or all`,
    received: quote(received),
    action: 'Name formats with commas between them, as --format html,odt.',
  }),
)

export const browserMissing = issueKind(
  'report.browser_missing',
  'input',
  'A PDF was asked for where no Chromium is installed.',
  () => ({
    place: { field: '--format' },
    expected: 'chromium, chromium-browser or google-chrome in a folder of PATH',
    received: 'none',
    action: 'Install one, or leave pdf out: the other formats need nothing.',
  }),
)

export const printingFailed = issueKind(
  'report.printing_failed',
  'engine',
  'The browser did not print the report.',
  (browser: string, seconds: number) => ({
    place: { file: browser },
    expected: `a PDF in ${seconds} seconds`,
    received: 'none',
    action: 'Try again, or leave pdf out: the other formats need no browser.',
  }),
)

export const chunkFailed = issueKind(
  'parallel.chunk_failed',
  'engine',
  'A chunk of parallel work failed again and again, each time in another worker.',
  (chunk: string, attempts: number, failure: unknown) => ({
    place: { field: chunk },
    expected: `an answer from one of ${attempts} workers`,
    received: quote(failure instanceof Error ? failure.message : failure),
    action:
      'Run it again with more memory, or with fewer --workers where the command has them: the numbers are the same. Report it if it fails again.',
  }),
)

export const workersOutOfRange = issueKind(
  'parallel.workers',
  'usage',
  'The number of worker threads is not one that work can be shared by.',
  (text: string, most: number) => ({
    place: { field: '--workers' },
    expected: `a whole number from 1 to ${most}`,
    received: quote(text),
    action: 'Write it with digits alone, or leave it out.',
  }),
)
