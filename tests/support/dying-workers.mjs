// Loaded before the program, in every thread (NODE_OPTIONS=--import=…): the first DYING_WORKERS worker threads die in the middle
// of a chunk, at stream number DYING_AT that they make. Each leaves a file in DYING_FOLDER.
import crypto from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { isMainThread } from 'node:worker_threads'

const { DYING_WORKERS: workers, DYING_AT: at, DYING_FOLDER: folder } = process.env

if (!isMainThread) {
  const { createHash } = crypto
  let streams = 0
  crypto.createHash = (...given) => {
    streams += 1
    if (streams === Number(at) && isOneOfThem()) process.exit(9)
    return createHash(...given)
  }
  syncBuiltinESMExports()
}

function isOneOfThem() {
  for (let worker = 1; worker <= Number(workers); worker += 1) {
    try {
      closeSync(openSync(join(folder, `${worker}`), 'wx'))
      return true
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
  }
  return false
}
