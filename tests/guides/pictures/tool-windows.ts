import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Display, openDisplay, until } from "./display.ts"
import type { Picture } from "./picture.ts"

const host = "latchkey.example.org"

/** What PuTTYgen and PuTTY show, which speak English in every language. */
export async function shootToolWindows(): Promise<readonly Picture[]> {
  const home = mkdtempSync(join(tmpdir(), "latchkey-pictures-"))
  const display = await openDisplay()
  try {
    return [
      { file: "puttygen-terminal.png", png: await shootPuttygen(display, home) },
      ...(await shootPutty(display, home)),
    ]
  } finally {
    display.close()
    rmSync(home, { recursive: true })
  }
}

/** PuTTYgen in a terminal, as it makes a key. */
async function shootPuttygen(display: Display, home: string): Promise<Buffer> {
  const log = join(home, "typescript")
  const settings = join(home, "settings.sh")
  writeFileSync(settings, `PS1='$ '\ncd ${home}\n`)
  const says = (text: RegExp) =>
    until(`“${text}”`, () => (existsSync(log) && text.test(readFileSync(log, "utf8")) ? text : undefined))
  const look = ["-fa", "DejaVu Sans Mono", "-fs", "20", "-geometry", "78x7", "-b", "16", "-bd", "white"]
  const terminal = await display.open("xterm", [...look, "-e", "script", "-qf", "-c", "sh -i", log], {
    HOME: home,
    ENV: settings,
  })
  await says(/\$ $/)
  terminal.type('puttygen -t ed25519 -C "alice@example.org" -o office.ppk\n')
  await says(/Enter passphrase.*: $/)
  terminal.type("a passphrase for a picture\n")
  await says(/Re-enter.*: $/)
  terminal.type("a passphrase for a picture\n")
  await says(/verify: \s+\$ $/)
  terminal.type("puttygen office.ppk -L\n")
  await says(/ssh-ed25519[^$]*\$ $/)
  const png = await terminal.shoot()
  terminal.close()
  return png
}

/** PuTTY's settings: where to, and with which key. */
async function shootPutty(display: Display, home: string): Promise<readonly Picture[]> {
  const sessions = join(home, ".putty/sessions")
  const gtk = join(home, ".config/gtk-3.0")
  for (const folder of [sessions, gtk]) mkdirSync(folder, { recursive: true })
  writeFileSync(join(gtk, "settings.ini"), "[Settings]\ngtk-cursor-blink=0\ngtk-font-name=DejaVu Sans 10\n")
  const settings = ["Present=1", `HostName=${host}`, "Protocol=ssh", "PortNumber=2222", "CloseOnExit=0"]
  const key = "PublicKeyFile=/home/alice/Documents/office.ppk"
  writeFileSync(join(sessions, "Default%20Settings"), [...settings, key, ""].join("\n"))

  const putty = await display.open("putty", [], { HOME: home, GDK_SCALE: "2" })
  await putty.shoot()
  putty.click(150, 84)
  const session = await putty.shoot()
  // In the tree at the left: down to SSH, which opens, to Auth, which opens, to Credentials.
  const down = (times: number) => Array.from({ length: times }, () => "Down")
  putty.press(...down(16), "plus", ...down(4), "plus", "Down")
  const credentials = await putty.shoot()
  putty.close()
  return [
    { file: "putty-session.png", png: session },
    { file: "putty-credentials.png", png: credentials },
  ]
}
