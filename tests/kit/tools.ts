import { accessSync, constants, readdirSync } from "node:fs"
import { delimiter, join } from "node:path"

/** The part of vitest's test context that {@link requireTool} needs. */
export interface Skippable {
  skip(note?: string): never
}

/**
 * Where Debian keeps PostgreSQL's own programs: outside PATH, one folder a major version.
 * Newest first.
 */
function postgresFolders(): string[] {
  const root = "/usr/lib/postgresql"
  try {
    return readdirSync(root)
      .sort((left, right) => Number(right) - Number(left))
      .map((version) => join(root, version, "bin"))
  } catch {
    return []
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Absolute path of a program, looked up in PATH, the sbin folders and PostgreSQL's; undefined when absent. */
export function findTool(name: string): string | undefined {
  const path = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "")
  const folders = [...path, "/usr/local/sbin", "/usr/sbin", "/sbin", ...postgresFolders()]
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

/**
 * Absolute path of a real tool that a test works with.
 *
 * Where it is missing: with `CI=true` it throws, so that no proof is skipped unseen. Else the test is skipped with
 * the Debian package named: through `context.skip` when a test context is given, by returning undefined (for
 * `describe.skipIf`) when not.
 */
export function requireTool(name: string, debianPackage: string): string | undefined
export function requireTool(name: string, debianPackage: string, context: Skippable): string
export function requireTool(name: string, debianPackage: string, context?: Skippable): string | undefined {
  const found = findTool(name)
  if (found !== undefined) return found
  const reason = `${name} is missing: install the Debian package ${debianPackage}`
  if (process.env.CI === "true") throw new Error(reason)
  if (context !== undefined) return context.skip(reason)
  process.stderr.write(`skipped: ${reason}\n`)
  return undefined
}
