import { exactly } from './exactly.mjs'
import { populations } from './populations.mjs'

/** The text of docs/guarantees.md. */
export function guaranteesPage({ references, distribution }) {
  return `${[
    '# What is guaranteed, and how it was measured',
    'Written by `npm run build && node scripts/guarantees/measure.mjs`, which measures everything below; the draws are seeded. Accuracy of the distributions is in [numerics.md](numerics.md), of the tests in [mutation.md](mutation.md), speed in [benchmarks.md](benchmarks.md).',
    '## What holds exactly',
    exactly()
      .map(({ promise, tries, kept }) => `- ${promise} Tried ${tries} times, kept ${kept}.`)
      .join('\n'),
    '## What holds to a tolerance',
    `The largest relative difference from ${programsOf(references).join(' and ')} on ten drawn trials of each of the first three populations below, and in how many numbers compared. A P far out and a limit near zero are compared relative to their own size. Where they differ by more than 1e-10, the other program is known to be less exact: conditional odds ratios are found by a root search, Tukey's P by a coarse integral, and statistics near 0 by subtraction.`,
    referencesTable(references),
    '## What holds in distribution',
    'Trials drawn from known populations. The coverage is the share of 95 % intervals that hold the truth; the size is the share of true hypotheses that a test rejects at 5 %. After each stands its Monte Carlo standard error. Together: the share of trials in which all simultaneous intervals hold. `none` counts results that could not be had, as an interval where no case paid. A method that cannot be used on a population, or is not for it, is not in its table.',
    ...populations.flatMap(({ id, title, replicates }) => [
      `### ${title[0].toUpperCase()}${title.slice(1)}`,
      `${replicates.toLocaleString('en-GB')} trials.`,
      table(
        ['method', 'outcome', 'coverage', 'together', 'size', 'none'],
        distribution
          .filter(({ population, intervals, tests }) => population.id === id && intervals + tests > 0)
          .map(distributionRow),
      ),
    ]),
  ].join('\n\n')}\n`
}

function distributionRow({ method, kind, held, intervals, familiesHeld, families, rejected, tests, without }) {
  const shares = [share(held, intervals), share(familiesHeld, families), share(rejected, tests)]
  return [`\`${method.id}\``, kind, ...shares, without === 0 ? '' : without]
}

const programsOf = references => [...new Set(references.map(({ program }) => program))]

/** One row for a method and quantity, one column for a program. */
function referencesTable(references) {
  const programs = programsOf(references)
  const names = [...new Set(references.map(({ method, quantity }) => `${method}|${quantity}`))].sort()
  return table(
    ['method', 'quantity', ...programs],
    names.map(name => {
      const [method, quantity] = name.split('|')
      const cells = programs.map(program => {
        const found = references.find(
          row => row.program === program && row.method === method && row.quantity === quantity,
        )
        return found === undefined
          ? ''
          : `${found.worst === 0 ? 'none' : found.worst.toExponential(1)} (${found.compared})`
      })
      return [`\`${method}\``, quantity, ...cells]
    }),
  )
}

function share(count, total) {
  if (total === 0) return ''
  const p = count / total
  return `${(100 * p).toFixed(1)} % ± ${(100 * Math.sqrt((p * (1 - p)) / total)).toFixed(1)}`
}

function table(head, rows) {
  const line = cells => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
