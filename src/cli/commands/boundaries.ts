import type { BoundaryFlags } from '../../pipeline/boundaries/request.ts'
import { defineCommand } from './define.ts'

interface Options extends BoundaryFlags {
  chart?: string
  csv?: string
}

export const boundariesCommand = defineCommand<Options>({
  name: 'boundaries',
  summary: 'plan when a trial may stop early, and what that means in its outcome',
  description:
    "Works out the boundaries of a trial's interim looks: Z, P, and the difference in percentage points or pounds that has it; the chances to stop at each look under no effect and under an effect; and how many cases that takes. Looks, spending, alpha and sizes are the plan's and the protocol's unless given; a plan without interim looks is taken to have four, equally far apart.",
  group: 'Trials:',
  options: [
    {
      flags: '--outcome <id>',
      description: 'binary or money outcome (default: that of the looks, else the primary one)',
    },
    { flags: '--arm <id>', description: "arm that is compared (default: that of the plan's first contrast)" },
    { flags: '--against <id>', description: 'arm that it is compared with' },
    {
      flags: '--together <arm>',
      description: 'another arm that is judged together with it, by boundaries in the manner of Dunnett; once for each',
      repeatable: true,
    },
    { flags: '--looks <n>', description: "looks equally far apart, the end counted (default: the plan's, else 4)" },
    { flags: '--shares <list>', description: 'shares of the information at the looks, as 0.25,0.5,0.75' },
    {
      flags: '--spending <id>',
      description:
        'obrien-fleming, pocock, kim-demets:RHO, hwang-shih-decani:GAMMA; or classical-obrien-fleming, classical-pocock, wang-tsiatis:SHAPE',
    },
    { flags: '--futility <id>', description: 'stop for futility too, by spending beta: one of the first four' },
    { flags: '--binding', description: 'futility must be obeyed, and the boundary counts on it' },
    { flags: '--alpha <level>', description: "two-sided level (default: the plan's)" },
    { flags: '--cases <n>', description: "cases of each arm (default: the protocol's)" },
    {
      flags: '--rate <share>',
      description: 'share of cases with a binary outcome, as 0.01 (default: that of sizing.yaml)',
    },
    { flags: '--sd <pounds>', description: 'standard deviation of an amount (default: that of sizing.yaml)' },
    {
      flags: '--effect <size>',
      description:
        "effect to detect, in percentage points or pounds, or break-even (default: the least that has the plan's power)",
    },
    { flags: '--truth <size>', description: 'show the chances if the effect is this; once for each', repeatable: true },
    {
      flags: '--chart <path>',
      description: 'draw the boundaries as .svg, .png, .vl.json or .csv, or all into a folder',
    },
    { flags: '--csv <file>', description: 'write boundaries and chances as a tidy table' },
  ],
  examples: [
    'equipoise boundaries part-payment',
    'equipoise boundaries part-payment --looks 3',
    'equipoise boundaries part-payment --outcome amount --looks 4 --futility pocock --effect break-even --truth 1.87',
    'equipoise boundaries part-payment --arm pwc_first --together nrp_first',
    'equipoise boundaries part-payment --shares 0.3,0.6 --spending wang-tsiatis:0.25 --chart boundaries.svg --json',
  ],
  async run(reference, { chart, csv, ...flags }) {
    const { openTrial } = await import('../open-trial.ts')
    const { trialBoundaries } = await import('../../pipeline/boundaries/trial-boundaries.ts')
    const { chartPlace } = await import('../../pipeline/charts/chart-trial.ts')
    const { boundariesText } = await import('../boundaries-text.ts')
    const { trial } = await openTrial(reference)
    const place = chart === undefined ? undefined : chartPlace(chart)
    const found = trialBoundaries(trial, flags)
    const written: string[] = []
    if (place !== undefined) {
      const { writeBoundariesChart } = await import('../../pipeline/boundaries/boundaries-chart.ts')
      written.push(...(await writeBoundariesChart(found, place)))
    }
    if (csv !== undefined) {
      const { writeFileAtomically } = await import('../../storage/files.ts')
      const { tidyBoundaries } = await import('../../pipeline/boundaries/tidy-boundaries.ts')
      writeFileAtomically(csv, tidyBoundaries(found))
      written.push(csv)
    }
    const lines = [
      boundariesText(found),
      ...(written.length === 0 ? [] : ['', ...written.map(file => `Written: ${file}`)]),
    ]
    const next = `say when to look: equipoise boundaries ${reference} --looks N (or --shares LIST), or interim in plan.yaml`
    return { json: found, text: lines.join('\n'), ...(found.looksFrom === 'assumed' && { next }) }
  },
})
