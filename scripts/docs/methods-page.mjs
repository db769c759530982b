import { anchorOf, generatedNote, table } from './markdown.mjs'

const families = [
  [/^counts\//, 'Shares and tables'],
  [/^means\//, 'Amounts'],
  [/^ranks\//, 'Ranks'],
  [/^clusters\//, 'Linked cases'],
  [/^survival\//, 'Times'],
  [/^randomisation\//, 'The draw itself'],
  [/^resampling\//, 'Bootstraps'],
  [/^weighting\//, 'Weights'],
  [/^compliers\//, 'Compliers'],
]
const otherFamily = 'Others'

const pValues = {
  overall: 'one P over all arms',
  each_contrast: 'a P for each contrast',
  none: 'no P: estimates with intervals',
}

/** The text of docs/reference/methods.md. `definitions` are the methods with their file and doc comment. */
export function methodsPage(definitions, { fullReference, summaries }) {
  const titles = [...families.map(([, title]) => title), otherFamily]
  const inFamily = title => definitions.filter(definition => familyOf(definition) === title)
  const used = titles.filter(title => inFamily(title).length > 0)
  return `# Methods

${generatedNote('the registry of methods and the comments of their files')}

A plan names a method by its id: \`method: newcombe-difference\`. Each reads one kind of [summary](#what-they-read) and nothing else, rounds
nothing and calls nothing significant. With which sources each agrees, and to how many digits, is on the page of
[statistical validation](../validation.md); how often intervals cover is in [guarantees](../guarantees.md).

${table(
  ['method', 'for', 'reads', 'gives'],
  used.flatMap(title =>
    inFamily(title).map(({ method }) => [
      `[\`${method.id}\`](#${anchorOf(method.id)})`,
      method.title,
      `\`${method.requires}\``,
      pValues[method.pValues],
    ]),
  ),
)}

## What they read

${summaries.map(([kind, says]) => `- \`${kind}\`: ${says}`).join('\n')}

${used.map(title => [`## ${title}`, '', ...inFamily(title).map(definition => section(definition, fullReference))].join('\n')).join('\n')}`
}

const familyOf = ({ file }) => families.find(([pattern]) => pattern.test(file))?.[1] ?? otherFamily

function section({ method, paragraphs }, fullReference) {
  const says = [
    `*Reads \`${method.requires}\`; gives ${pValues[method.pValues]}.*`,
    ...paragraphs,
    ...(method.plainly === undefined ? [] : [`In plain words: ${method.plainly}`]),
  ]
  return `### ${method.id}

${method.title}.

${says.join('\n\n')}

${[...facts(method), ...method.citations.map(citation => `- Source: ${fullReference(citation)}`)].join('\n')}
`
}

function facts(method) {
  return [
    ...(method.reads ?? []).map(setting => `- Setting \`${setting}\`${settingText(setting, method)}`),
    method.outcomes === undefined ? [] : `- Outcomes: ${method.outcomes.join(', ')}.`,
    method.oneLevel ? '- Of a category, the analysis names the one level that counts (`level`).' : [],
    method.withinStrata ? '- Looks within strata.' : [],
    method.redraws ? '- Draws the allocation again, as it came about in every stratum.' : [],
    method.simultaneous ? '- Adjusts for its own several contrasts.' : [],
    method.assumesIndependence
      ? '- Takes cases as independent; where clusters were allocated it carries a caution.'
      : [],
    method.boundsFromCounts ? '- Where amounts were not printed, gives the range that they allow.' : [],
  ].flat()
}

const settings = {
  scores: ': a score for each arm, required.',
  cap: ': amounts above it count as it, in pounds in a plan; required.',
  winsorise: ': share of the largest amounts that count as the largest of the others; required.',
  constantEffect: ': `true` adds an interval that takes the effect to be the same for every case. Off unless set.',
  day: ': last day that is looked at. The last to which every arm was followed, unless set.',
  uptake: ': the outcome, of a category the level, that says who took up what the arm offered; required.',
}

function settingText(setting, { resampling, statistics = [] }) {
  if (setting === 'draws') {
    const { defaultDraws } = resampling ?? {}
    return typeof defaultDraws === 'number'
      ? `: random replicates, ${defaultDraws.toLocaleString('en-GB')} unless set.`
      : ': random replicates, by the size of the data unless set.'
  }
  if (setting === 'statistic') return `: ${statistics.map(id => `\`${id}\``).join(', ')}.`
  return settings[setting] ?? '.'
}
