import { execFileSync, spawn } from "node:child_process"
import { setTimeout as wait } from "node:timers/promises"
import { findTool } from "../../kit/tools.ts"

/** How long a program may take to show what is expected of it, in milliseconds. */
const patience = 20_000

/** Wide enough for any window, at twice its usual size. */
const screen = "1920x1400x24"

const packages = { Xvfb: "xvfb", xdotool: "xdotool", import: "imagemagick", xterm: "xterm", putty: "putty" } as const
type Tool = keyof typeof packages

function toolPath(name: Tool): string {
  const found = findTool(name)
  if (found === undefined) throw new Error(`${name} is missing: install the Debian package ${packages[name]}`)
  return found
}

/** A screen that nobody sees, and the programs on it. */
export interface Display {
  /** Starts a program and gives the number of its window once it is there. */
  open(tool: Tool, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Window>
  close(): void
}

export interface Window {
  click(x: number, y: number): void
  type(text: string): void
  press(...keys: readonly string[]): void
  /** A picture of it as PNG, once nothing in it moves any more. */
  shoot(): Promise<Buffer>
  close(): void
}

/** Waits until `look` finds something. */
export async function until<T>(what: string, look: () => T | undefined): Promise<T> {
  const end = Date.now() + patience
  for (;;) {
    const found = look()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error(`there is no ${what} after ${patience / 1000} seconds`)
    await wait(100)
  }
}

export async function openDisplay(): Promise<Display> {
  const server = spawn(toolPath("Xvfb"), ["-displayfd", "1", "-screen", "0", screen, "-nolisten", "tcp"], {
    stdio: ["ignore", "pipe", "ignore"],
  })
  let number = ""
  server.stdout.setEncoding("utf8").on("data", (text: string) => {
    number += text
  })
  await until("display", () => (number.includes("\n") ? number : undefined))
  const base = { PATH: process.env.PATH, DISPLAY: `:${number.trim()}` }
  const control = (...args: readonly string[]) =>
    execFileSync(toolPath("xdotool"), args, { env: base, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })

  return {
    async open(tool, args, env) {
      const program = spawn(toolPath(tool), args, { env: { ...base, ...env }, stdio: "ignore" })
      const id = await until(`window of ${tool}`, () => {
        try {
          return control("search", "--onlyvisible", "--pid", String(program.pid)).trim().split("\n").at(-1)
        } catch {
          return undefined
        }
      })
      control("windowmove", "--sync", id, "0", "0")
      control("windowfocus", "--sync", id)
      return {
        click: (x, y) => control("mousemove", "--window", id, String(x), String(y), "click", "1"),
        type: (text) => control("type", "--delay", "20", "--window", id, text),
        press: (...keys) => control("key", "--delay", "60", ...keys),
        async shoot() {
          control("mousemove", "1919", "1399")
          const look = () => execFileSync(toolPath("import"), ["-window", id, "-strip", "png:-"], { env: base })
          let last = look()
          for (;;) {
            await wait(700)
            const now = look()
            if (now.equals(last)) return now
            last = now
          }
        },
        close: () => program.kill(),
      }
    },
    close: () => server.kill(),
  }
}
