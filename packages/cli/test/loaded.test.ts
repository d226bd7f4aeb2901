import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const program = new URL("../src/program.ts", import.meta.url)

/** Every file of the engine that is loaded when a module is. */
function engineFilesOf(url: URL): readonly string[] {
  const script = `
    import { registerHooks } from "node:module"
    const seen = []
    registerHooks({ load(url, context, next) { seen.push(url); return next(url, context) } })
    await import(${JSON.stringify(url.href)})
    console.log(seen.filter((one) => one.includes("/engine/src/")).join("\\n"))`
  const args = ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", script]
  const cwd = fileURLToPath(new URL("../../..", import.meta.url))
  return execFileSync(process.execPath, args, { encoding: "utf8", cwd }).trim().split("\n")
}

test("what opens and makes private keys is loaded by the commands that need it alone", () => {
  const forKeys = engineFilesOf(new URL("../src/commands/key/generate.ts", import.meta.url))
  expect(forKeys.some((file) => file.endsWith("/engine/src/private.ts"))).toBe(true)
  for (const other of [program, new URL("../src/commands/key/list.ts", import.meta.url)]) {
    const files = engineFilesOf(other)
    expect(files.filter((file) => file.endsWith("/engine/src/private.ts"))).toEqual([])
  }
})
