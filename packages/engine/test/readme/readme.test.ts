import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { buildPackage } from "../package/build.ts"
import { currentReadme, readReadme } from "./readme.ts"

const modules = join(import.meta.dirname, "../../../../node_modules")
const examples = [...readReadme().matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code)

/** What an example says that it prints: the comments behind its calls of console.log. */
function announced(code: string): string {
  return [...code.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map(([, output]) => `${output}\n`).join("")
}

describe("the engine's README", () => {
  let project: string

  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), "latchkey-readme-"))
    writeFileSync(join(project, "package.json"), '{ "type": "module" }')
    const installed = join(project, "node_modules/@latchkey/engine")
    mkdirSync(installed, { recursive: true })
    buildPackage(installed)
    for (const name of ["@noble", "hash-wasm"]) symlinkSync(join(modules, name), join(project, "node_modules", name))
    for (const [index, code] of examples.entries()) writeFileSync(join(project, `example${index}.ts`), code)
  }, 60_000)
  afterAll(() => rmSync(project, { recursive: true }))

  const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: project, encoding: "utf8" })

  test("has the support matrix that the tables make", async () => {
    const current = await currentReadme()
    expect(readReadme(), "run node packages/engine/test/readme/write.ts").toBe(current)
    expect(current).toContain("| `ssh-ed25519` | yes | yes | yes | yes | yes | yes |")
  })

  test("has six examples, each of which says what it prints", () => {
    expect(examples).toHaveLength(6)
    for (const code of examples) expect(announced(code)).not.toBe("")
  })

  test.each(examples.keys().toArray())(
    "has an example that prints what it says, with the package installed (%#)",
    (index) => {
      const { stdout, stderr } = node(`example${index}.ts`)
      expect(stdout, stderr).toBe(announced(examples[index] ?? ""))
    },
  )

  test.each(["nodenext", "bundler"])("has examples of the right types (%s)", (resolution) => {
    const files = examples.map((_, index) => `example${index}.ts`)
    const compilerOptions = {
      module: resolution === "bundler" ? "esnext" : resolution,
      moduleResolution: resolution,
      target: "es2023",
      lib: ["es2023", "dom"],
      types: [],
      strict: true,
      noEmit: true,
    }
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files }))
    const { stdout, status } = node(join(modules, "typescript/bin/tsc"), "-p", ".")
    expect(status, stdout).toBe(0)
  })
})
