import { describe, expect, it } from 'vitest'
import { progressLine } from '../../src/cli/progress-line.ts'

/** A terminal and a clock that stands until it is moved on. */
function terminal({ isTTY = true } = {}) {
  const written: string[] = []
  let now = 0
  const progress = progressLine({ isTTY, write: text => written.push(text) }, () => now)
  const tell = (seconds: number, done: number, total?: number, stage = 'Drawing'): string => {
    now += 1000 * seconds
    written.length = 0
    progress.report(stage, done, total)
    return written.join('').replace('\r\u001b[2K', '')
  }
  return { tell }
}

describe('the line of progress', () => {
  it('tells how far work is, and from its speed the time left', () => {
    const { tell } = terminal()
    expect(tell(0, 0, 1000)).toBe('Drawing: 0 %')
    expect(tell(1, 10, 1000)).toBe('Drawing: 1 %')
    // 20 in 2 seconds: 980 left in 98.
    expect(tell(1, 20, 1000)).toBe('Drawing: 2 %, about 2 min left')
    expect(tell(10, 120, 1000)).toBe('Drawing: 12 %, about 90 s left')
    expect(tell(0.5, 125, 1000)).toBe('Drawing: 12 %, about 90 s left')
    expect(tell(0.5, 130, 1000)).toBe('Drawing: 13 %, about 90 s left')
    expect(tell(1, 150, 1000)).toBe('Drawing: 15 %, about 80 s left')
  })

  it('goes by the last twenty seconds, as workers make work faster', () => {
    const { tell } = terminal()
    tell(0, 0, 10_000)
    expect(tell(20, 20, 10_000)).toBe('Drawing: 0 %, about 3 h left')
    let line = ''
    for (let second = 1; second <= 21; second += 1) line = tell(1, 20 + 100 * second, 10_000)
    // 100 in each of the seconds that count: 7880 left.
    expect(line).toBe('Drawing: 21 %, about 80 s left')
  })

  it('tells no time of what does not move, has no end, or has just begun', () => {
    const { tell } = terminal()
    expect(tell(0, 3)).toBe('Drawing: 3')
    expect(tell(5, 4)).toBe('Drawing: 4')
    const other = terminal()
    other.tell(0, 0, 10)
    expect(other.tell(30, 0, 10)).toBe('Drawing: 0 %')
    expect(other.tell(1, 5, 10)).toBe('Drawing: 50 %, about 35 s left')
  })

  it('begins anew with each stage, at once, and where one is done again', () => {
    const hasty = terminal()
    hasty.tell(0, 0, 100)
    expect(hasty.tell(0.01, 1, 100)).toBe('')
    expect(hasty.tell(0.01, 2, undefined, 'Asking again, try')).toBe('Asking again, try: 2')
    const { tell } = terminal()
    tell(0, 0, 100)
    expect(tell(10, 50, 100)).toBe('Drawing: 50 %, about 10 s left')
    expect(tell(10, 0, 100, 'Comparing')).toBe('Comparing: 0 %')
    expect(tell(4, 50, 100, 'Comparing')).toBe('Comparing: 50 %, about 5 s left')
    expect(tell(1, 10, 100, 'Comparing')).toBe('Comparing: 10 %')
    expect(tell(9, 20, 100, 'Comparing')).toBe('Comparing: 20 %, about 75 s left')
  })

  it('is cleared at the end, not drawn too often, and only on a terminal', () => {
    const { tell } = terminal()
    expect(tell(0, 1, 10)).toBe('Drawing: 10 %')
    expect(tell(0.05, 2, 10)).toBe('')
    expect(tell(0.06, 3, 10)).toBe('Drawing: 30 %')
    expect(tell(0.01, 10, 10)).toBe('')
    expect(terminal({ isTTY: false }).tell(5, 1, 10)).toBe('')
  })
})
