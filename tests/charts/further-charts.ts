import {
  type AcceptabilityCurves,
  acceptabilityCurve,
  type BreakEvenAmounts,
  breakEven,
  type CasesNeeded,
  type CostEffectivenessPlane,
  type CumulativeAmounts,
  casesNeeded,
  costEffectivenessPlane,
  cumulativeAmounts,
  type EnrolmentAgainstPlan,
  enrolmentAgainstPlan,
  type IncidenceCurves,
  incidenceCurves,
  type LeastDifferences,
  type LovePlot,
  leastDifferences,
  lovePlot,
  type PayerAmounts,
  type PowerCurves,
  payerAmounts,
  powerCurve,
  type RandomisationDistribution,
  randomisationDistribution,
  type SegmentAmountsChart,
  type StoppingBoundaries,
  segmentAmounts,
  stoppingBoundaries,
  type TrialOutcomes,
  trialOutcomes,
} from '../../src/charts/index.ts'

// What the part-payment report leaves undrawn. Amounts, costs and sizes follow from its page; the rest is made up.

const arms = [
  { id: 'pwc_first', title: 'PWC first', n: 5906 },
  { id: 'nrp_first', title: 'NRP first', n: 6718 },
  { id: 'control', title: 'Control', n: 6000 },
]
const [pwc, nrp] = ['PWC first minus control', 'NRP first minus control']
const where = 'Child Support Agency arrears-only cases, November 2015 to July 2016'
const uncalled = 'not called'

// The last digit of a power differs between versions of Node.
const rounded = (value: number) => Number(value.toFixed(6))

export const outcomes: TrialOutcomes = {
  id: 'figure-6',
  title: 'What became of the cases',
  subtitle: `Cases of each group by outcome, ${where}`,
  arms,
  groups: [
    {
      id: 'unsuitable',
      title: 'Unsuitable for a call',
      counts: { pwc_first: 4607, nrp_first: 5374, control: uncalled },
    },
    { id: 'contacted', title: 'First client contacted', counts: { pwc_first: 901, nrp_first: 817, control: uncalled } },
    { id: 'part', title: 'Paid in part after a call', counts: { pwc_first: 14, nrp_first: 6, control: uncalled } },
    { id: 'paid', title: 'Paid, for whatever reason', counts: { pwc_first: 79, nrp_first: 87, control: 62 } },
  ],
  axisTitle: 'Percentage of cases',
  decimals: 1,
}

export const breakEvenAmounts: BreakEvenAmounts = {
  id: 'break-even',
  title: 'Neither way of calling brought in what it cost',
  subtitle: `Additional payment per case beside what would pay for the calls, ${where}`,
  comparisons: [
    { id: 'pwc', title: pwc, estimate: 1.87, lower: -0.87, upper: 4.61, breakEven: 25.74 },
    { id: 'nrp', title: nrp, estimate: 2, lower: -0.64, upper: 4.64, breakEven: 23.3 },
  ],
  axisTitle: 'Pounds per case',
  level: 0.95,
}

const known = (estimate: number) => ({ estimate, lower: estimate, upper: estimate })

export const plane: CostEffectivenessPlane = {
  id: 'plane',
  title: 'Calls cost more than they can have collected',
  subtitle: `Additional cost against additional payment, ${where}`,
  comparisons: [
    { id: 'pwc', title: pwc, amount: { estimate: 1.87, lower: -0.87, upper: 4.61 }, cost: known(25.74) },
    { id: 'nrp', title: nrp, amount: { estimate: 2, lower: -0.64, upper: 4.64 }, cost: known(23.3) },
  ],
  axisTitle: 'Additional payment per case',
  measure: 'Additional cost per case',
  level: 0.95,
}

const curve = (slope: number) =>
  Array.from({ length: 21 }, (_, i) => ({ willingness: 2 * i, probability: 93 / (1 + Math.exp(6 - slope * i)) }))

export const curves: AcceptabilityCurves = {
  id: 'acceptability',
  title: 'A pound would have to be worth £14 before calling is as likely as not worth it',
  subtitle: `By the value of an additional pound, ${where}`,
  curves: [
    { id: 'pwc', title: pwc, points: curve(0.82), asymptote: 91 },
    { id: 'nrp', title: nrp, points: curve(0.94), asymptote: 93 },
  ],
  axisTitle: 'Value of an additional pound',
  measure: 'Probability that calling is worth its cost',
}

export const powers: PowerCurves = {
  id: 'power',
  title: 'Only rises by a half and more would be found',
  subtitle: `Each contrast judged alone, ${where}`,
  curves: [
    { id: 'pwc', title: pwc, slope: 0.62 },
    { id: 'nrp', title: nrp, slope: 0.7 },
  ].map(({ slope, ...named }) => ({
    ...named,
    points: Array.from({ length: 13 }, (_, i) => ({
      difference: i / 10,
      power: 100 / (1 + 19 * Math.exp(-slope * i)),
    })),
  })),
  wanted: 80,
  unit: 'points',
  decimals: 2,
  axisTitle: 'Difference, percentage points',
}

const order = 'PWC first minus NRP first'

export const leasts: LeastDifferences = {
  id: 'least',
  title: 'What would pay for the calls is six times what would be found',
  subtitle: `Power 80%, two-sided alpha 0.05, ${where}`,
  marks: [
    { id: 'alone', title: 'Found, alone' },
    { id: 'together', title: 'Found, of 3 together' },
    { id: 'worth', title: 'Worth finding' },
    { id: 'pays', title: 'Pays for itself' },
  ],
  comparisons: [
    {
      ...{ id: 'pwc', title: pwc, basis: ['5,906 and 6,000 cases', 'SD £89.79 and £59.28'] },
      differences: { alone: 3.913, together: 4.519, worth: 2, pays: 25.74 },
    },
    {
      ...{ id: 'nrp', title: nrp, basis: ['6,718 and 6,000 cases', 'SD £90.74 and £59.28'] },
      differences: { alone: 3.771, together: 4.355, worth: 2, pays: 23.3 },
    },
    {
      ...{ id: 'order', title: order, basis: ['5,906 and 6,718 cases', 'SD £89.79 and £90.74'] },
      differences: { alone: 4.509, together: 5.208, worth: 2, pays: null },
    },
  ],
  unit: 'pounds',
  decimals: 2,
  axisTitle: 'Difference, pounds per case',
}

const sizesFor = (variance: number, found: number, cases: number) =>
  [
    ...[2, 2.5, 3, 3.5, 4, 5, 6, 7].map(difference => ({
      ...{ difference, cases: Math.ceil(variance / difference ** 2), planned: false },
    })),
    { difference: found, cases, planned: true },
  ].sort((a, b) => a.difference - b.difference)

export const sizes: CasesNeeded = {
  id: 'cases',
  title: 'To find £2 a case takes four times the cases',
  subtitle: `Power 80%, two-sided alpha 0.05, ${where}`,
  curves: [
    { id: 'pwc', title: pwc, points: sizesFor(182_300, 3.913, 11_906) },
    { id: 'nrp', title: nrp, points: sizesFor(180_850, 3.771, 12_718) },
  ],
  unit: 'pounds',
  decimals: 2,
  axisTitle: 'Difference, pounds per case',
  measure: 'Cases of both arms',
}

const covariates = [
  'Age of the non-resident parent',
  'Age of the youngest qualifying child, in years',
  'Arrears at sampling',
  'Scheme: 1993',
  'Employment (missing)',
]

export const differences: LovePlot = {
  id: 'love',
  title: 'The groups were alike at the start',
  subtitle: 'Standardised differences at baseline',
  comparisons: [
    { id: 'pwc', title: pwc },
    { id: 'nrp', title: nrp },
    { id: 'order', title: order },
  ],
  covariates: covariates.map((title, i) => ({
    id: `c${i}`,
    title,
    differences: { pwc: 0.02 * i - 0.03, nrp: 0.012 - 0.011 * i, order: i === 4 ? null : 0.02 * i - 0.031 },
  })),
  threshold: 0.1,
  axisTitle: 'Standardised difference',
}

export const overTime: CumulativeAmounts = {
  id: 'cumulative',
  title: 'Payments came in at a like pace in every group',
  subtitle: `Payments per case up to the end of each month, ${where}`,
  arms: arms.map(({ id, title }) => ({ id, title })),
  from: '2015-11-01',
  days: ['11-30', '12-31', '01-31', '02-29', '03-31', '04-30', '05-31', '06-30', '07-31'].map((day, i) => ({
    day: `${i < 2 ? 2015 : 2016}-${day}`,
    amounts: {
      pwc_first: (5.94 * (i + 1)) / 9,
      nrp_first: rounded(6.07 * ((i + 1) / 9) ** 1.2),
      control: (4.07 * (i + 1)) / 9,
    },
  })),
  axisTitle: 'Month',
  measure: 'Pounds per case so far',
}

export const incidence: IncidenceCurves = {
  id: 'incidence',
  title: 'Cases that were called paid sooner',
  subtitle: `Share of the cases of each group, ${where}`,
  arms: arms.map(({ id, title }) => ({ id, title })),
  days: [3, 7, 14, 21, 30, 45, 60, 90, 180, 274].map(day => ({
    day,
    shares: {
      pwc_first: rounded(1.34 * (day / 274) ** 0.4),
      nrp_first: rounded(1.3 * (day / 274) ** 0.5),
      control: rounded(1.03 * (day / 274) ** 0.8),
    },
  })),
  axisTitle: 'Day',
  measure: 'Cases with the event so far, %',
}

export const amounts: PayerAmounts = {
  id: 'amounts',
  title: 'Most payers paid less than £500',
  subtitle: `Cases with payments by the amount paid, ${where}`,
  arms: [
    { id: 'pwc_first', title: 'PWC first', n: 79 },
    { id: 'nrp_first', title: 'NRP first', n: 87 },
    { id: 'control', title: 'Control', n: 62 },
  ],
  groups: [
    { id: 'a', title: 'Less than £100', counts: { pwc_first: 21, nrp_first: 20, control: 19 } },
    { id: 'b', title: '£100 to £499.99', counts: { pwc_first: 36, nrp_first: 42, control: 30 } },
    { id: 'c', title: '£500 to £1,999.99', counts: { pwc_first: 'held back', nrp_first: 25, control: 'held back' } },
    { id: 'd', title: '£2,000 and more', counts: { pwc_first: 'held back', nrp_first: 0, control: 'held back' } },
  ],
  axisTitle: 'Percentage of cases with payments',
  decimals: 0,
}

export const redraws: RandomisationDistribution = {
  id: 'redraws',
  title: 'One redrawn allocation in four differs as much',
  subtitle: 'Statistic of 10,000 allocations drawn again, and of the one that was drawn',
  bins: Array.from({ length: 30 }, (_, i) => ({
    from: 0.4 * i,
    to: 0.4 * (i + 1),
    draws: Math.round(1800 * Math.exp(-0.2 * i)),
  })),
  observed: 2.71,
  twoSided: false,
  extreme: 2574,
  draws: 10_000,
  pValue: 0.2575,
  axisTitle: 'Statistic',
  measure: 'Percentage of redrawn allocations',
  decimals: 2,
}

export const enrolment: EnrolmentAgainstPlan = {
  id: 'enrolment',
  title: 'Enrolment against the plan',
  subtitle: 'Allocated cases by group and stratum',
  rows: arms.flatMap(({ id, title, n }) => [
    { id: `${id}-1993`, arm: title, stratum: '1993 scheme', allocated: Math.round(n / 3), planned: Math.round(n / 3) },
    {
      id: `${id}-2003`,
      arm: title,
      stratum: '2003 scheme',
      allocated: Math.round(n / 2),
      planned: n - Math.round(n / 3),
    },
  ]),
  axisTitle: 'Cases',
}

export const boundaries: StoppingBoundaries = {
  id: 'boundaries',
  title: 'Futility would stop a trial like it early',
  subtitle: 'Amount paid per case, PWC first minus control',
  boundaries: [
    {
      id: 'efficacy',
      title: 'Effect shown',
      points: [
        { share: 25, z: 4.33, difference: 12.1 },
        { share: 50, z: 2.96, difference: 5.87 },
        { share: 100, z: 1.97, difference: 2.76 },
      ],
    },
    {
      id: 'futility',
      title: 'Futility',
      points: [
        { share: 25, z: -0.72, difference: -2.02 },
        { share: 50, z: 0.51, difference: 1.01 },
      ],
    },
  ],
  unit: 'pounds',
  axisTitle: 'Share of the information',
  measure: 'Z',
}

export const segments: SegmentAmountsChart = {
  id: 'segments',
  title: 'Over half of what is owed is the last to be collected',
  subtitle: 'Outstanding arrears by segment, made up',
  priorities: [
    { id: 'first', title: 'First: children stand to benefit' },
    { id: 'second', title: 'Second: closed' },
    { id: 'last', title: 'Last: owed to the state' },
  ],
  segments: [
    { id: 'live', title: 'Live, money flowing', priority: 'first', amount: 525_000_000 },
    { id: 'dry', title: 'Live, no money flowing', priority: 'first', amount: 490_000_000 },
    { id: 'closed', title: 'Closed, owed to a parent', priority: 'second', amount: 1_200_400_000 },
    { id: 'state', title: 'Owed to the state', priority: 'last', amount: 2_500_000_000 },
  ],
  axisTitle: 'Outstanding',
}

export const furtherCharts = (theme?: Parameters<typeof trialOutcomes.draw>[1]) => [
  trialOutcomes.draw(outcomes, theme),
  breakEven.draw(breakEvenAmounts, theme),
  costEffectivenessPlane.draw(plane, theme),
  acceptabilityCurve.draw(curves, theme),
  lovePlot.draw(differences, theme),
  cumulativeAmounts.draw(overTime, theme),
  incidenceCurves.draw(incidence, theme),
  payerAmounts.draw(amounts, theme),
  randomisationDistribution.draw(redraws, theme),
  enrolmentAgainstPlan.draw(enrolment, theme),
  powerCurve.draw(powers, theme),
  leastDifferences.draw(leasts, theme),
  casesNeeded.draw(sizes, theme),
  stoppingBoundaries.draw(boundaries, theme),
  segmentAmounts.draw(segments, theme),
]
