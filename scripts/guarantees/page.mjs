import { exactly } from './exactly.mjs'
import { populations } from './populations.mjs'

/** The text of docs/guarantees.md. */
export function guaranteesPage({ references, distribution }) {
  return `${[
    '# What is guaranteed, and how it was measured',
    'Written by `npm run build && node scripts/guarantees/measure.mjs`, which measures everything below; the draws are seeded. Accuracy of the distributions is in [numerics.md](numerics.md), of the tests in [mutation.md](mutation.md), speed in [benchmarks.md](benchmarks.md).',
    '## What holds exactly',
    ...exactly().map(({ promise, tries, kept }) => `- ${promise} Tried ${tries} times, kept ${kept}.`),
    '## What holds to a tolerance',
    `The largest relative difference from ${[...new Set(references.map(({ program }) => program))].join(' and ')} on drawn trials of the first three populations below. A P far out, and a limit near zero, is compared relative to its own size. Where R and SciPy are known to be less exact (Tukey's P, ranks of many ties, conditional odds ratios found by a root search), the difference is theirs.`,
    table(
      ['method', 'quantity', 'program', 'compared', 'largest difference'],
      references.map(row => [
        `\`${row.method}\``,
        row.quantity,
        row.program,
        row.compared,
        row.worst === 0 ? 'none' : row.worst.toExponential(1),
      ]),
    ),
    '## What holds in distribution',
    'Trials drawn from known populations. The coverage is the share of 95 % intervals that hold the truth; the size is the share of true hypotheses that a test rejects at 5 %. After each stands its Monte Carlo standard error. `none` counts results that could not be computed, as an interval where no case paid.',
    ...populations.flatMap(({ id, title, replicates }) => [
      `### ${title[0].toUpperCase()}${title.slice(1)}`,
      `${replicates.toLocaleString('en-GB')} trials.`,
      table(
        ['method', 'outcome', 'coverage', 'size', 'none'],
        distribution.filter(({ population }) => population.id === id).map(distributionRow),
      ),
    ]),
  ].join('\n\n')}\n`
}

function distributionRow({ method, kind, held, intervals, rejected, tests, without }) {
  return [`\`${method.id}\``, kind, share(held, intervals), share(rejected, tests), without === 0 ? '' : without]
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
