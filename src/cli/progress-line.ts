import { type Progress, silent } from '../core/progress.ts'

/** Where progress is shown. */
export interface Screen {
  isTTY?: boolean
  write(text: string): unknown
}

/** How long there was so much done. */
interface Mark {
  at: number
  done: number
}

const shownEvery = 100
/** The speed is that of the last so many milliseconds, as it changes when workers come in; before some have gone by it says nothing. */
const remembered = 20_000
const tellingAfter = 2000

/**
 * One line on a terminal, rewritten as work goes on: how far it is and, where that is known, the time left. Nothing where the output
 * is no terminal. The clock gives milliseconds.
 */
export function progressLine(screen: Screen, clock: () => number): Progress {
  if (!screen.isTTY) return silent
  let shown = Number.NEGATIVE_INFINITY
  let marks: Mark[] = []
  let current = ''
  return {
    report(stage, done, total) {
      const at = clock()
      const isNew = stage !== current
      if (isNew || done < (marks.at(-1)?.done ?? 0)) marks = []
      current = stage
      marks = [...since(marks, at - remembered), { at, done }]
      const finished = done === total
      if (!finished && !isNew && at - shown < shownEvery) return
      shown = at
      screen.write(`\r\u001b[2K${finished ? '' : `${stage}: ${lineOf(marks, done, total)}`}`)
    },
  }
}

/** The marks from a time on, and the last before it. */
function since(marks: readonly Mark[], from: number): Mark[] {
  const first = marks.findIndex(({ at }) => at > from)
  return first < 0 ? marks.slice(-1) : marks.slice(Math.max(0, first - 1))
}

function lineOf(marks: readonly Mark[], done: number, total: number | undefined): string {
  if (total === undefined || total === 0) return `${done}`
  const left = timeLeft(marks, total)
  const share = `${Math.floor((100 * done) / total)} %`
  return left === undefined ? share : `${share}, ${timeText(left)} left`
}

/** Milliseconds, by the speed between the first mark and the last. */
function timeLeft(marks: readonly Mark[], total: number): number | undefined {
  const [first, last] = [marks[0], marks.at(-1)]
  if (first === undefined || last === undefined || last.done === first.done) return undefined
  const elapsed = last.at - first.at
  return elapsed < tellingAfter ? undefined : (elapsed / (last.done - first.done)) * (total - last.done)
}

/** Seconds are told in steps of five, since they are a guess. */
function timeText(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 90) return `about ${5 * Math.ceil(seconds / 5)} s`
  return seconds < 90 * 60 ? `about ${Math.round(seconds / 60)} min` : `about ${Math.round(seconds / 3600)} h`
}
