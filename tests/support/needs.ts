import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Whether something outside the repository is here, for `describe.runIf`. Tests that need it are left out where it is
 * absent; with EQUIPOISE_REQUIRE=all its absence is a failure, so that a full run cannot pass by leaving tests out.
 */
export function present(name: string, found: boolean): boolean {
  if (!found && process.env.EQUIPOISE_REQUIRE === 'all') throw new Error(`${name} is required and was not found`)
  if (!found) console.info(`left out: ${name} was not found`)
  return found
}

/** Whether a command can be run, as `python3` or `Rscript`. */
export function needsCommand(command: string): boolean {
  return present(command, spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0)
}

/** Whether R has a package. */
export function needsRPackage(name: string): boolean {
  const script = `quit(status = !requireNamespace("${name}", quietly = TRUE))`
  return present(`R package ${name}`, spawnSync('Rscript', ['-e', script], { stdio: 'ignore' }).status === 0)
}

/** Whether Python has a module. */
export function needsPythonModule(name: string): boolean {
  return present(
    `Python module ${name}`,
    spawnSync('python3', ['-c', `import ${name}`], { stdio: 'ignore' }).status === 0,
  )
}

/** Path of a file or folder of the project's shared data, which stands beside the repository. */
export const sharedData = (path: string): string =>
  fileURLToPath(new URL(`../../../shared/data/${path}`, import.meta.url))

/** Whether that file or folder is here. */
export function needsSharedData(path: string): boolean {
  return present(`shared data ${path}`, existsSync(sharedData(path)))
}
