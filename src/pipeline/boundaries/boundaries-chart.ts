import { type StoppingBoundaries, stoppingBoundaries } from '../../charts/index.ts'
import { type ChartPlace, writeDrawn } from '../charts/chart-trial.ts'
import type { BoundaryLook, BoundaryPoint, TrialBoundaries } from './trial-boundaries.ts'

/** What the chart of boundaries shows: a line for each side on which the trial may stop. */
export function boundariesChart({ outcome, arm, against, looks, sides }: TrialBoundaries): StoppingBoundaries {
  const isMoney = outcome.unit === 'pence'
  const line = (id: string, title: string, pointAt: (look: BoundaryLook) => BoundaryPoint | null) => ({
    id,
    title,
    points: looks.flatMap(look => {
      const point = pointAt(look)
      if (point === null) return []
      const difference = isMoney ? point.difference / 100 : 100 * point.difference
      return { share: 100 * look.share, z: point.z, difference }
    }),
  })
  const mirrored = ({ efficacy }: BoundaryLook): BoundaryPoint | null =>
    efficacy && { z: -efficacy.z, difference: -efficacy.difference }
  return {
    id: 'boundaries',
    title: `Where the trial may stop: ${arm.title} minus ${against.title}`,
    subtitle: outcome.title,
    boundaries: [
      line('efficacy', 'Effect shown', ({ efficacy }) => efficacy),
      line('futility', 'Futility', ({ futility }) => futility),
      ...(sides === 'two' ? [line('harm', 'Harm shown', mirrored)] : []),
    ].filter(({ points }) => points.length > 0),
    unit: isMoney ? 'pounds' : 'points',
    axisTitle: 'Share of the information',
    measure: 'Z of the difference',
  }
}

export const writeBoundariesChart = (boundaries: TrialBoundaries, place: ChartPlace): Promise<string[]> =>
  writeDrawn(stoppingBoundaries.draw(boundariesChart(boundaries)), place)
