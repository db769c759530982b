// Loaded before the program, in every thread (NODE_OPTIONS=--import=…): the first DYING_WORKERS worker threads end, and the first
// DYING_PROCESSES processes kill themselves, in the middle of a chunk: at stream number DYING_AT that they make. Each leaves a file in
// DYING_FOLDER.
import crypto from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { isMainThread } from 'node:worker_threads'

const { DYING_WORKERS, DYING_PROCESSES, DYING_AT: at, DYING_FOLDER: folder } = process.env
const most = isMainThread ? Number(DYING_PROCESSES) : Number(DYING_PROCESSES) || Number(DYING_WORKERS)

const { createHash } = crypto
let streams = 0
crypto.createHash = (...given) => {
  streams += 1
  if (streams === Number(at) && isOneOfThem()) die()
  return createHash(...given)
}
syncBuiltinESMExports()

function die() {
  if (isMainThread || DYING_PROCESSES !== '0') process.kill(process.pid, 'SIGKILL')
  else process.exit(9)
}

function isOneOfThem() {
  for (let place = 1; place <= most; place += 1) {
    try {
      closeSync(openSync(join(folder, `${place}`), 'wx'))
      return true
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
  }
  return false
}
