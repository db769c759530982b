// A worker that fails as its tasks say, each so many times in all of its lives: a place in shared memory counts them.
import { workerData } from 'piscina'

const lives = new Int32Array(workerData.lives)
if (workerData.diesAtStart) process.exit(3)

export default function work({ at, fails, how }) {
  if (Atomics.add(lives, at, 1) < fails) failure[how]()
  return at * at
}

const failure = {
  exit: () => process.exit(9),
  memory: () => {
    const kept = []
    for (;;) kept.push(new Array(100_000).fill(kept.length))
  },
  text: () => {
    throw 'no error at all'
  },
  error: () => {
    throw new RangeError('a fault')
  },
  sleep: () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
}
