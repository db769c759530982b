import { arrivalColumn } from '../synthetic/caseload.ts'

/** What the README of a new trial tells. */
export interface ReadmeFacts {
  title: string
  /** The trial as commands take it. */
  reference: string
  /** Id of the trial that was copied. */
  copiedFrom: string | null
  /** Whether it is said what is expected of the outcomes. */
  hasSizing: boolean
  /** Cases that a made-up caseload needs, so that enough are eligible; null where none can be made up. */
  madeUpCases: number | null
  /** Whether cases arrive one by one. */
  isSequential: boolean
}

/** README.md of a new trial: what is there, and what comes next. */
export function readmeText({
  title,
  reference,
  copiedFrom,
  hasSizing,
  madeUpCases,
  isSequential,
}: ReadmeFacts): string {
  return `# ${title.replace(/[\\`*_{}[\]<>#|]/g, '\\$&')}

${copiedFrom === null ? 'Made by `equipoise init` from its template.' : copiedText(copiedFrom)}

| file | says |
| --- | --- |
| \`protocol.yaml\` | what is promised before the data: arms, eligibility, allocation, events, outcomes, follow-up, costs |
| \`plan.yaml\` | the analyses that are promised |${hasSizing ? '\n| `sizing.yaml` | what is expected of the outcomes, which the size of the trial is judged by |' : ''}${madeUpCases === null ? '' : '\n| `synthetic.yaml` | how made-up cases and events are drawn, to try the trial with |'}
| \`schemas/\` | what may stand in these files, for editors |

## Next

1. Change the files until they say what is meant, and let \`equipoise check ${reference}\` tell what does not fit.
${tryText(reference, madeUpCases, isSequential)}
3. ${sizeText(reference, hasSizing)}
4. Write the frozen protocol in plain English and register it: \`equipoise register ${reference} --out protocol.md\`.
5. ${beginText(reference, isSequential)}
`
}

const copiedText = (from: string): string =>
  `Copied by \`equipoise init\` from the trial \`${from}\`: its protocol and plan, and not its results or what its authors wrote.
Sources and reasons in the files are still those of \`${from}\`: go through each of them.`

const sizeText = (reference: string, hasSizing: boolean): string =>
  hasSizing
    ? `Put what like cases did into \`sizing.yaml\`. What the sizes can find is then said by \`equipoise power ${reference}\`, tried by
   \`equipoise simulate ${reference} --replicates 1000 --seed 1\`, and \`equipoise boundaries ${reference}\` says when the trial may stop early.`
    : `Write what is expected of the outcomes into \`sizing.yaml\`; \`equipoise power ${reference}\` then says what the sizes can find.`

const beginText = (reference: string, isSequential: boolean): string =>
  isSequential
    ? `Open enrolment with \`equipoise open ${reference}\`; each case that arrives is allocated by \`equipoise enrol\`.`
    : `Draw the trial from the real caseload: \`equipoise run ${reference} --caseload FILE --seed TEXT\`, with a seed that nobody
   picked, or with \`equipoise commit\` before it.`

function tryText(reference: string, madeUpCases: number | null, isSequential: boolean): string {
  if (madeUpCases === null)
    return '2. There is no `synthetic.yaml`, so that made-up data cannot be drawn to try the trial with; write one, or go on.'
  const draw = isSequential
    ? `equipoise open ${reference} --run runs/made-up
   equipoise enrol ${reference} --cases made-up.csv --at-column ${arrivalColumn} --run runs/made-up
   equipoise close ${reference} --run runs/made-up`
    : `equipoise run ${reference} --caseload made-up.csv --seed 1 --run runs/made-up`
  return `2. Try it on made-up data, in a run of its own:

   \`\`\`
   equipoise generate ${reference} --cases ${madeUpCases} --seed 1 --out made-up.csv
   ${draw}
   equipoise generate ${reference} --outcomes --run runs/made-up --seed 1 --out made-up-events.csv
   equipoise record ${reference} --events made-up-events.csv --run runs/made-up
   equipoise analyse ${reference} --run runs/made-up
   equipoise report ${reference} --run runs/made-up
   \`\`\``
}
