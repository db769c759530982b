import { issueKind, type Place, quote } from '../core/errors.ts'
import { authorFormats } from './author/formats.ts'

export const referenceUnknown = issueKind(
  'report.reference_unknown',
  'input',
  'A text of the report refers to a result that is not there.',
  (place: Place, id: string, near: readonly string[]) => ({
    place,
    expected: 'the id of a result',
    received: quote(id),
    action:
      near.length === 0
        ? 'List the ids with `equipoise report <trial> --results`.'
        : `Write one of ${near.join(', ')}; \`equipoise report <trial> --results\` lists all.`,
  }),
)

export const formatUnknown = issueKind(
  'report.format_unknown',
  'input',
  'A text of the report asks for a number in a way in which it cannot be written.',
  (place: Place, format: string, id: string) => ({
    place,
    expected: `a way to write ${id}: ${Object.keys(authorFormats).join(', ')}`,
    received: quote(format),
    action: 'Choose one, or leave out the bar and what follows; `sign` is for P values alone.',
  }),
)

export const digitUntied = issueKind(
  'report.digit_untied',
  'input',
  'A text of the report has a number that is not a reference to a result and not marked as none.',
  (place: Place, words: string) => ({
    place,
    expected: 'a reference to a result, or a literal',
    received: quote(words),
    action: `Refer to the result by its id, as {{ cases.control }}; write {{ "${words}" }} for digits of a name or a date.`,
  }),
)

export const referenceUnclosed = issueKind(
  'report.reference_unclosed',
  'input',
  'A text of the report opens a reference and does not close it in the same paragraph.',
  (place: Place) => ({
    place,
    expected: '}} after the id',
    received: '{{ without }}',
    action: 'Close it, or write \\{\\{ for two braces.',
  }),
)

export const linkUnsafe = issueKind(
  'report.link_unsafe',
  'input',
  'A text of the report links to what is no page, mail address or file beside it.',
  (place: Place, href: string) => ({
    place,
    expected: 'an address that begins with https://, http://, mailto: or #, or a path',
    received: quote(href),
    action: 'Correct the address, or leave out the link.',
  }),
)

export const sectionUnknown = issueKind(
  'report.section_unknown',
  'input',
  'A file among the texts of a report belongs to no section.',
  (file: string, known: readonly string[]) => ({
    place: { file },
    expected: `${known.join(', ')} or appendix-<name>.md`,
    received: quote(file.split(/[/\\]/).at(-1) ?? file),
    action: 'Rename it, or move it out of the folder.',
  }),
)
