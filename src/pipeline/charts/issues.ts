import type { OwnSpecProblem } from '../../charts/index.ts'
import { type Issue, issueKind, type Place, quote } from '../../core/errors.ts'

export const specInvalid = issueKind(
  'chart.spec_invalid',
  'input',
  'A spec of a chart does not follow the schema of Vega-Lite.',
  (place: Place, expected: string) => ({
    place,
    expected,
    received: 'something else',
    action: 'Mend it by the documentation of Vega-Lite; its online editor shows where.',
  }),
)

export const specUntitled = issueKind(
  'chart.spec_untitled',
  'input',
  'A spec of a chart has no title or no description.',
  (place: Place, field: string) => ({
    place,
    expected:
      field === 'title' ? 'a title: what the chart shows' : 'a description: what the chart says, for who cannot see it',
    received: 'nothing',
    action: 'Write it; a publication needs both.',
  }),
)

export const specFetches = issueKind(
  'chart.spec_fetches',
  'input',
  'A spec of a chart points at something outside itself.',
  (place: Place) => ({
    place,
    expected: 'data by name, or inside the spec',
    received: 'an address',
    action: 'Take the address away: a chart is drawn without network, and shows what the results hold.',
  }),
)

export const specDataUnknown = issueKind(
  'chart.spec_data_unknown',
  'input',
  'A spec of a chart asks for data by a name that there is not.',
  (place: Place, name: string, known: readonly string[]) => ({
    place,
    expected: `one of ${known.join(', ')}`,
    received: quote(name),
    action: 'Name one of these, or give the rows in the spec.',
  }),
)

export const specNotNamed = issueKind(
  'chart.spec_name',
  'input',
  'The file of a spec has a name that is no id, or the id of another chart.',
  (file: string, id: string) => ({
    place: { file },
    expected: 'a name of small letters, digits, - and _ before .vl.json, which no other chart has',
    received: quote(id),
    action: 'Rename the file.',
  }),
)

export const specNotDrawn = issueKind(
  'chart.spec_not_drawn',
  'input',
  'A spec of a chart follows the schema, and Vega cannot draw it without doubt.',
  (file: string, complaint: string) => ({
    place: { file },
    expected: 'a spec that Vega-Lite and Vega draw without a warning',
    received: quote(complaint),
    action: 'Mend what the warning names, as a field that the data do not have or a scale that does not fit.',
  }),
)

export const chartUnknown = issueKind(
  'chart.unknown',
  'usage',
  'A chart was asked for that there is not.',
  (id: string, known: readonly string[]) => ({
    place: {},
    expected: `the id of a chart: ${known.join(', ')}`,
    received: quote(id),
    action: 'Give one of these; without an id the command lists them with what they show.',
  }),
)

export const chartNotDrawn = issueKind(
  'chart.not_drawn',
  'input',
  'There is nothing to draw a chart from.',
  (id: string, why: string) => ({
    place: { field: id },
    expected: 'what the chart shows',
    received: why,
    action: 'Draw another, or give a run that has it.',
  }),
)

export const outInvalid = issueKind(
  'chart.out_invalid',
  'usage',
  'A chart was to be written into a file of an ending that is not known.',
  (out: string, endings: readonly string[]) => ({
    place: { field: '--out' },
    expected: `a folder, or a file that ends in ${endings.join(', ')}`,
    received: quote(out),
    action: 'Give one of these; into a folder all of them are written.',
  }),
)

export const themeUnknown = issueKind(
  'chart.theme_unknown',
  'usage',
  'A theme was named that there is not.',
  (theme: string, known: readonly string[]) => ({
    place: { field: '--theme' },
    expected: known.join(' or '),
    received: quote(theme),
    action: 'Give one of these.',
  }),
)

export const outMissing = issueKind(
  'chart.out_missing',
  'usage',
  'A chart was to be drawn without saying where to.',
  () => ({
    place: { field: '--out' },
    expected: 'a file or a folder',
    received: 'nothing',
    action: 'Give --out FILE, as figure.svg, or --out DIR.',
  }),
)

/** What is wrong with a spec, as an issue at its place. */
export function specIssue(place: Place, { is, detail }: OwnSpecProblem, known: readonly string[]): Issue {
  switch (is) {
    case 'not_vega_lite':
      return specInvalid(place, detail)
    case 'untitled':
      return specUntitled(place, detail)
    case 'fetches':
      return specFetches(place)
    case 'unknown_data':
      return specDataUnknown(place, detail, known)
  }
}
