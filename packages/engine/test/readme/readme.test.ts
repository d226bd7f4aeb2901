import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { describe, expect, test } from "vitest"
import { currentReadme, readReadme } from "./readme.ts"

const sources = pathToFileURL(join(import.meta.dirname, "../../src")).href
const examples = [...readReadme().matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code)

/** What an example says that it prints: the comments behind its calls of console.log. */
function announced(code: string): string {
  return [...code.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map(([, output]) => `${output}\n`).join("")
}

/** The example with the package's entries as files, so that it runs outside of the project. */
function runnable(code: string): string {
  return code.replace(/"@latchkey\/engine(?:\/(\w+))?"/g, (_, entry = "index") => `"${sources}/${entry}.ts"`)
}

describe("the engine's README", () => {
  test("has the support matrix that the tables make", async () => {
    const current = await currentReadme()
    expect(readReadme(), "run node packages/engine/test/readme/write.ts").toBe(current)
    expect(current).toContain("| `ssh-ed25519` | yes | yes | yes | yes | yes | yes |")
  })

  test("has six examples, each of which says what it prints", () => {
    expect(examples).toHaveLength(6)
    for (const code of examples) expect(announced(code)).not.toBe("")
  })

  test.each(examples)("has an example that prints what it says (%#)", (code) => {
    const folder = mkdtempSync(join(tmpdir(), "latchkey-readme-"))
    try {
      writeFileSync(join(folder, "example.ts"), runnable(code))
      const { stdout, stderr } = spawnSync(process.execPath, ["example.ts"], { cwd: folder, encoding: "utf8" })
      expect(stdout, stderr).toBe(announced(code))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
