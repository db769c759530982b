/**
 * Populations to draw trials from: arms with a share of payers and a distribution of amounts (pence) among them. `pairs`
 * allocates cases in clusters of two that mostly behave alike.
 */
export const populations = [
  {
    id: 'payments',
    alike: true,
    title: 'rare payments, arms alike: 1.2 % pay, skewed amounts, 1,181, 1,344 and 1,200 cases in two strata',
    replicates: 2000,
    arms: { pwc_first: arm(1181, 0.012, 1.2), nrp_first: arm(1344, 0.012, 1.2), control: arm(1200, 0.012, 1.2) },
  },
  {
    id: 'differing',
    alike: false,
    title: 'common payments, arms differ: 45, 35 and 30 % pay, amounts alike, 120, 150 and 130 cases in two strata',
    replicates: 2000,
    arms: { pwc_first: arm(120, 0.45, 0.5), nrp_first: arm(150, 0.35, 0.5), control: arm(130, 0.3, 0.5) },
  },
  {
    id: 'unequal-spread',
    alike: true,
    title:
      'equal means, unequal spread and size: everyone pays, 40, 80 and 240 cases, spreads 4 : 2 : 1 (the null of the rank tests, equal distributions, is false)',
    replicates: 2000,
    arms: { pwc_first: spread(40, 400), nrp_first: spread(80, 200), control: spread(240, 100) },
  },
  {
    id: 'pairs',
    alike: true,
    title: 'linked cases: 300 clusters of two, 30 % pay, arms alike, three in four pairs pay together or not at all',
    replicates: 1000,
    pairs: true,
    arms: { pwc_first: arm(200, 0.3, 0.5), nrp_first: arm(200, 0.3, 0.5), control: arm(200, 0.3, 0.5) },
  },
]

/** A share of the cases pays; log amounts are normal with this spread around £20. */
function arm(n, share, logSpread) {
  const mean = share * 2000 * Math.exp(logSpread ** 2 / 2)
  const draw = source => (source.uniform() < share ? amount(source, logSpread) : 0)
  return { n, share, mean, draw }
}

const amount = (source, logSpread) => Math.max(1, Math.round(2000 * Math.exp(logSpread * normal(source))))

function spread(n, sd) {
  return { n, share: 1, mean: 5000, draw: source => Math.max(1, Math.round(5000 + sd * normal(source))) }
}

/** Box and Muller. */
function normal(source) {
  return Math.sqrt(-2 * Math.log(1 - source.uniform())) * Math.cos(2 * Math.PI * source.uniform())
}

/** The rows of one trial: half of the cases, or of the pairs, in each stratum. */
export function drawTrial({ arms, pairs = false }, source) {
  return Object.entries(arms).flatMap(([name, { n, draw }]) => {
    const rows = []
    for (let i = 0; i < n; i += 1) {
      const second = pairs && i % 2 === 1
      const together = second && source.uniform() < 0.75
      const value = together ? rows[i - 1].value : draw(source)
      const unit = pairs ? Math.floor(i / 2) : i
      rows.push({
        arm: name,
        stratum: unit % 2 === 0 ? '1993' : '2003',
        cluster: pairs ? `${name}-${unit}` : null,
        value,
      })
    }
    return rows
  })
}

/** What a contrast of two arms measures in the population; `undefined` where it has no such number. */
export function truthOf(measure, binary, arm, against) {
  const of = each => (binary ? each.share : each.mean)
  switch (measure) {
    case 'difference':
      return of(arm) - of(against)
    case 'ratio':
      return of(arm) / of(against)
    case 'odds_ratio':
      return arm.share / (1 - arm.share) / (against.share / (1 - against.share))
    case 'number_needed':
      return 1 / (arm.share - against.share)
    case 'probability':
      // Amounts of payers are alike in both arms, so that two payers are as two cases of one arm.
      return (1 + arm.share - against.share) / 2
    default:
      return undefined
  }
}
