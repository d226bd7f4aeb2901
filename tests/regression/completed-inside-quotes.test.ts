// The attack: somebody invites people to a project that is named $(...), or renames one that they are in. bash puts a
// completion into open quotes as it is: whoever began with a quote, pressed Tab and then Enter ran what the name says.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { scriptFor } from "../../packages/cli/src/completion/script.ts"
import { runAnswering } from "../kit/terminal.ts"
import { requireTool } from "../kit/tools.ts"

const script = requireTool("script", "bsdutils")

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-quotes-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

test.skipIf(script === undefined).each([
  ["double", '"', "shop $(touch hacked)"],
  ["double", '"', "shop `touch hacked`"],
  ["double", '"', 'shop"; touch hacked; "'],
  ["single", "'", "shop'; touch hacked; '"],
])("in %s quotes, a name is completed only where it stands for itself: %s%s", async (_, quote, name) => {
  const program = `#!/bin/sh\nif [ "$1" = complete ]; then cat '${folder}/names'; else echo "ran with $*"; fi\n`
  writeFileSync(join(folder, "latchkey"), program, { mode: 0o755 })
  writeFileSync(join(folder, "rc"), `PS1='ready> '\n${scriptFor("bash")}`)
  // Of two that differ at their end all before it is put in, and the quotes stay open.
  writeFileSync(join(folder, "names"), `${name} 1\n${name} 2\n`)
  const env = { HOME: folder, PATH: `${folder}:${process.env.PATH}` }
  const command = `cd '${folder}' && bash --noprofile --rcfile rc -i`
  const { screen } = await runAnswering(script ?? "", command, env, [
    { to: "ready> ", type: `latchkey project members ${quote}sh\t${quote}\r` },
    { to: "ran with", type: "exit\r" },
  ])
  expect(screen).toContain("ran with project members")
  expect(existsSync(join(folder, "hacked"))).toBe(false)
})
