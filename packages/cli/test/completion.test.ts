import { execFile } from "node:child_process"
import { chmodSync, mkdirSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { join } from "node:path"
import { promisify } from "node:util"
import { routes } from "@latchkey/contract"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import { newPublicLine } from "../../../tests/kit/public-line.ts"
import { type Reply, runAnswering } from "../../../tests/kit/terminal.ts"
import { requireTool } from "../../../tests/kit/tools.ts"
import { complete } from "../src/completion/candidates.ts"
import { valuesFor } from "../src/completion/values.ts"
import { createProgram } from "../src/program.ts"
import { type Desk, sitDown } from "./desk.ts"
import { cliCommand, NODE_COMPILE_CACHE, runCli } from "./run-cli.ts"

/** On a busy machine too, an answer that comes is waited for. */
const unhurried = ["complete", "--patience", "20000"]

const script = requireTool("script", "bsdutils")

/** What can stand in the place of the last word of a line; a line that ends with a space has an empty one there. */
async function candidates(line: string): Promise<readonly string[] | "files"> {
  const names = async (placeholder: string) => [{ value: `a ${placeholder}` }, { value: `b ${placeholder}` }]
  const found = await complete(createProgram(), line.split(" "), names)
  return found.files ? "files" : found.candidates.map(({ value }) => value)
}

describe("on a command line that goes", () => {
  test.each([
    ["k", ["key"]],
    ["key ex", ["expire", "export"]],
    ["key list --so", ["--sort"]],
    ["key list --sort ", ["name", "type", "created", "last-used", "expires"]],
    ["key list --sort=e", ["--sort=expires"]],
    ["key list --sort name --o", ["--order"]],
    ["key show ", ["a key", "b key"]],
    ["key show a", ["a key"]],
    ["key delete x y b", ["b key"]],
    ["key expire x ", ["a when", "b when"]],
    ["key expire x 90d ", []],
    ["key rename x ", ["a name", "b name"]],
    ["key add ", "files"],
    ["key add one.pub two", "files"],
    ["key add --expires ", ["a when", "b when"]],
    ["key add -- --expires ", "files"],
    ["token create --scope ", ["a scope", "b scope"]],
    ["restore --passphrase-file ", "files"],
    ["restore ", "files"],
    ["completion ", ["bash", "zsh", "fish"]],
    ["nonsense ", []],
    ["key nonsense ", []],
    ["complet", ["completion"]],
  ])("`latchkey %s` comes %j", async (line, expected) => {
    expect(await candidates(line)).toEqual(expected)
  })

  test("what needs no daemon is found without loading what talks to one", async () => {
    const program = `
      import { registerHooks } from "node:module"
      const loaded = []
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
      process.on("exit", () => process.stderr.write(loaded.join("\\n")))`
    const [node = "", ...first] = cliCommand
    const hooks = `data:text/javascript,${encodeURIComponent(program)}`
    const args = ["--import", hooks, ...first, ...unhurried, "--", "key", "l"]
    const { stdout, stderr } = await promisify(execFile)(node, args)
    expect(stdout).toMatch(/^list\t/)
    expect(stderr).toContain("/cli/src/commands/key.ts")
    expect(stderr).not.toMatch(/zod|\/(contract|core|engine)\//)
  })

  test("an option that was given is offered again only where it collects values", async () => {
    expect(await candidates("key list --attention --")).not.toContain("--attention")
    expect(await candidates("token create --scope keys:read --")).toContain("--scope")
  })

  test("every command and every option of the program is offered", async () => {
    const offered = (line: string) => candidates(line)
    for (const command of createProgram().commands.filter((known) => known.name() !== "complete")) {
      expect(await offered("")).toContain(command.name())
      for (const verb of command.commands) {
        expect(await offered(`${command.name()} `)).toContain(verb.name())
        for (const { long } of verb.options)
          expect(await offered(`${command.name()} ${verb.name()} --`)).toContain(long)
      }
    }
  })
})

describe("names", () => {
  let desk: Desk
  let fingerprint: string
  beforeAll(async () => {
    desk = await sitDown()
    const keys = ["old laptop", 'olive\'s "key" $(touch hacked)', "work"].map((name) => ({
      text: newPublicLine(name),
      name,
    }))
    const { results } = await desk.account.client.call(routes.importKeys, { body: { keys } })
    const [first] = results
    if (first?.outcome !== "imported") throw new Error("the key was not imported")
    fingerprint = first.key.fingerprint
  })
  afterAll(() => desk.leave())

  test("are those of one's own keys and tokens", async () => {
    const keys = await desk.run(...unhurried, "--", "key", "show", "ol")
    expect(keys).toMatchObject({ status: 0, stderr: "" })
    expect(keys.stdout.split("\n").map((line) => line.split("\t")[0])).toEqual([
      "old laptop",
      'olive\'s "key" $(touch hacked)',
      "",
    ])
    const byFingerprint = await desk.run(...unhurried, "--", "key", "show", fingerprint.slice(0, 12))
    expect(byFingerprint.stdout).toBe(`${fingerprint}\told laptop\n`)
    const tokens = await desk.run(...unhurried, "--", "token", "delete", "test")
    expect(tokens.stdout).toMatch(/^test 0\.\d+\t.*keys:read/)
  })

  test("are those of one's projects, and for administrators the handles of accounts", async () => {
    vi.stubEnv("LATCHKEY_URL", desk.daemon.url)
    vi.stubEnv("LATCHKEY_TOKEN", desk.account.token)
    await desk.account.client.call(routes.createProject, { body: { name: "web shop" } })
    expect(await valuesFor("project", "")).toContainEqual({ value: "web shop" })
    expect(await valuesFor("account", "al")).toEqual([{ value: "alice", description: "alice" }])
    expect(await valuesFor("handle", "al")).toEqual([])
    vi.unstubAllEnvs()
  })

  test("are none without a login, and none where nothing answers", async () => {
    const nobody = { status: 0, stdout: "", stderr: "" }
    expect(await runCli(["complete", "--", "key", "show", ""], { env: desk.env })).toEqual(nobody)
    const silent = createServer().listen(0, "127.0.0.1")
    await new Promise((resolve) => silent.once("listening", resolve))
    const address = silent.address()
    const port = typeof address === "object" ? address?.port : undefined
    const env = { ...desk.env, LATCHKEY_URL: `http://127.0.0.1:${port}`, LATCHKEY_TOKEN: "latchkey_none" }
    expect(await runCli(["complete", "--", "key", "show", ""], { env })).toEqual(nobody)
    silent.close()
  })

  describe.skipIf(script === undefined)("are completed and quoted by", () => {
    const rc = {
      bash: "PS1='ready> '\nsource <(latchkey completion bash)\n",
      zsh: "PS1='ready> '\nautoload -Uz compinit\ncompinit -u\nsource <(latchkey completion zsh)\n",
      fish: "function fish_prompt\n  printf 'ready> '\nend\nlatchkey completion fish | source\n",
    }
    const start = {
      bash: (home: string) => `bash --noprofile --rcfile '${home}/rc' -i`,
      zsh: () => "zsh -i",
      fish: (home: string) => `fish --no-config -C 'source ${home}/rc'`,
    }

    test.each(["bash", "zsh", "fish"] as const)("%s", { timeout: 240_000 }, async (shell) => {
      if (requireTool(shell, shell) === undefined) return
      const home = join(desk.folder, shell)
      const programs = join(home, "bin")
      mkdirSync(programs, { recursive: true })
      const words = cliCommand.map((word) => `'${word}'`).join(" ")
      const hurried = `#!/bin/sh\n[ "$1" != complete ] || { shift; set -- ${unhurried.join(" ")} "$@"; }\n`
      writeFileSync(join(programs, "latchkey"), `${hurried}exec ${words} "$@"\n`)
      chmodSync(join(programs, "latchkey"), 0o755)
      for (const name of ["rc", ".zshrc"]) writeFileSync(join(home, name), rc[shell])
      writeFileSync(join(home, "some-file.pub"), newPublicLine("from a file"))
      const env = {
        HOME: home,
        ZDOTDIR: home,
        PATH: `${programs}:${process.env.PATH}`,
        LATCHKEY_URL: desk.daemon.url,
        LATCHKEY_TOKEN: desk.account.token,
        NODE_COMPILE_CACHE,
      }
      const replies: Reply[] = [
        { to: "ready> ", type: "latchkey ke\tshow old\t" },
        { to: "laptop", type: "\r" },
        { to: fingerprint, type: `latchkey key show --json oli\t` },
        { to: "hacked", type: "\r" },
        { to: '"name":', type: `latchkey key show --json ${fingerprint.slice(0, 15)}\t` },
        { to: fingerprint.slice(20), type: "\r" },
        { to: '"createdAt":', type: "latchkey key inspect --jso\tsome-f\t" },
        { to: "file.pub", type: "\r" },
        { to: '"format":', type: "exit\r" },
      ]
      const { screen } = await runAnswering(script ?? "", `cd '${home}' && ${start[shell](home)}`, env, replies)
      expect(screen).toContain('"comment":"from a file"')
      expect(screen).not.toContain("error")
    })
  })
})
