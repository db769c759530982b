import type { CovariateBalance } from '../../design/index.ts'
import type { NamedNumber } from '../../report/index.ts'

/** Id of a number at baseline, as `baseline.scheme.1993.control.mean`; `of` is an arm, or an arm with the one it is set against. */
export const baselineId = ({ term }: Pick<CovariateBalance, 'term'>, of: string, what: BaselineNumber): string =>
  `baseline.${term.replace(':', '.')}.${of}.${what}`

type BaselineNumber = 'mean' | 'sd' | 'std.difference'

/** An arm and the one that it is set against. */
export const pairOf = ({ arm, against }: { arm: string; against: string }): string => `${arm}.${against}`

const meanUnits = {
  share: { unit: 'share', decimals: 1 },
  pence: { unit: 'pence', decimals: 0 },
  number: { unit: 'number', decimals: 1 },
  // Days since the epoch say nothing to a reader.
  days: undefined,
} as const satisfies Readonly<Record<CovariateBalance['unit'], Pick<NamedNumber, 'unit' | 'decimals'> | undefined>>

/** Means and standardised differences of what was known of the cases before anything happened to them. */
export function baselineNumbers(covariates: readonly CovariateBalance[]): NamedNumber[] {
  return covariates.flatMap(covariate => {
    const [view] = covariate.views
    const unit = meanUnits[covariate.unit]
    return [
      ...(view?.arms ?? []).flatMap(({ arm, mean, sd }): NamedNumber[] =>
        unit === undefined
          ? []
          : [
              ...(mean === null ? [] : [{ id: baselineId(covariate, arm, 'mean'), value: mean, ...unit }]),
              ...(sd === null || covariate.unit === 'share'
                ? []
                : [{ id: baselineId(covariate, arm, 'sd'), value: sd, ...unit }]),
            ],
      ),
      ...(view?.contrasts ?? []).flatMap((pair): NamedNumber[] => {
        const found = pair.standardisedDifference
        return found.status === 'undefined'
          ? []
          : [
              {
                id: baselineId(covariate, pairOf(pair), 'std.difference'),
                value: found.value,
                unit: 'number',
                decimals: 3,
              },
            ]
      }),
    ]
  })
}
