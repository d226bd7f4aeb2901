/**
 * latchkey-enrol is ended between each two of its commands that leave anything different on the server. bash's DEBUG
 * trap stops it: a command is named by the lines of the calls that led to it and by the path, user or group that it is
 * about. A first run, which is not stopped, finds before which commands the files are other than before the last one. With
 * what tells the guard that all is done it ends: the server stays connected from there on, whatever happens.
 */
import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { makeFleet } from "./kit/fleet.ts"
import { canBoot, pictureScript, type TestServer } from "./kit/test-server.ts"

const stepper = `set -T
files() { find /etc /var/lib/latchkey /usr/local/sbin /usr/local/lib -maxdepth 8 -path '*/python*' -prune -o -printf '%p %s %m %i %T@\\n'; }
trap '_step="\${BASH_LINENO[*]}:$LINENO:\${path-}:\${group-}:\${file-}"
  [ -z "\${STEPS-}" ] || echo "$(files 2>/dev/null | cksum) $_step" >>"$STEPS"
  case "\${STEPS:+$BASH_COMMAND}" in "echo \\"done\\""*) echo told >>"$STEPS" && STEPS= ;; esac
  [ "$_step" != "\${STOP_AT-}" ] || . /tmp/end' DEBUG
`

/** Ends the enrolment alone, as \`kill -9\` does: its guard puts everything back, without anyone's doing. */
const killed = { end: ">/tmp/stopped; kill -9 $$", afterwards: ":" }
/** Ends the guard, too, and what the enrolment runs at the moment: nothing but the journal is left. */
const powerCut = {
  end: ">/tmp/stopped; kill -9 $(cat /var/lib/latchkey/undo/guard) 2>/dev/null; kill -9 -$$",
  afterwards: "test ! -d /var/lib/latchkey/undo || sh /tmp/made/latchkey-enrol --undo",
}
const cases = [
  { name: "kill-9", layout: "plain", way: killed },
  { name: "power-cut", layout: "plain", way: powerCut },
  { name: "kill-9-systemd", layout: "systemd", way: killed },
  { name: "power-cut-systemd", layout: "systemd", way: powerCut },
] as const

/** Stops at each step that standard input names, and prints the steps after which the server is not as before. */
const driver = `
. /tmp/run
picture() { ${pictureScript}
}
settled() {
  for _ in $(seq 300); do
    ps -e -o args | grep -q -e '[-]-guard' -e '[l]atchkey-sync' -e '^bash /tmp/unpacked' || return 0
    sleep 0.1
  done
  echo "still running after $step: $(ps -e -o args | grep latchkey)"
}
picture >/tmp/run-before
while read -r step; do
  rm -f /tmp/stopped
  STOP_AT=$step enrol >/tmp/run-said 2>&1
  [ -e /tmp/stopped ] || echo "never came to $step"
  eval "$AFTERWARDS" >>/tmp/run-said 2>&1
  settled
  # Ended before the first change, it leaves a journal with nothing in it.
  [ -s /var/lib/latchkey/undo/list ] || rm -rf /var/lib/latchkey
  picture >/tmp/run-after
  if ! cmp -s /tmp/run-before /tmp/run-after; then
    echo "after $step:" && diff /tmp/run-before /tmp/run-after
    cat /tmp/run-said
  fi
  # While it reads its settings again, the file is missing.
  for _ in $(seq 100); do kill -0 "$(cat /run/sshd.pid)" && continue 2 || sleep 0.1; done 2>/dev/null
  echo "no sshd after $step"
done`

/** Unpacks the files anew, because an enrolment removes them at its end, and runs latchkey-enrol below the stepper. */
const runner = `
enrol() {
  rm -rf /tmp/unpacked && cp -r /tmp/made /tmp/unpacked
  BASH_ENV=/tmp/stepper STOP_AT=\${STOP_AT-} STEPS=\${STEPS-} LATCHKEY_URL=$URL LATCHKEY_CODE=one-time-code \\
    LATCHKEY_SERVER=server-under-test LATCHKEY_SIGNER="ssh-ed25519 AAAA" \\
    setsid -w bash /tmp/unpacked/latchkey-enrol --install /tmp/unpacked </dev/null
}`

describe.skipIf(!canBoot())("an enrolment that is ended before each of its commands", () => {
  const fleet = makeFleet()

  const prepare = async ({ name, layout, way }: (typeof cases)[number]) => {
    const desk = await fleet.openDesk()
    const server = await fleet.boot({ name, layout })
    await server.read("mkdir /tmp/made")
    const folder = new URL("../../packages/host/", import.meta.url)
    for (const file of readdirSync(folder)) {
      const text = readFileSync(new URL(file, folder), "utf8")
      await server.read(`cat >/tmp/made/${file}`, text)
    }
    await server.read("cat >/tmp/stepper", stepper)
    await server.read("cat >/tmp/end", way.end)
    await server.read("cat >/tmp/run", `URL=${desk.url}\nAFTERWARDS='${way.afterwards}'\n${runner}`)
    return server
  }

  /** The commands of an enrolment before which the files differ from what they were before the command in front. */
  const stepsOf = async (server: TestServer): Promise<string[]> => {
    const before = await server.picture()
    await server.read(". /tmp/run && STEPS=/tmp/steps enrol && latchkey-enrol --undo")
    expect(await server.picture()).toBe(before)
    const lines = (await server.read("cat /tmp/steps; rm /tmp/steps")).trim().split("\n")
    expect(lines.pop()).toBe("told")
    const steps = lines.map((line) => /^(?<state>\d+ \d+) (?<step>.*)/.exec(line)?.groups ?? {})
    const changed = steps.filter(({ state }, index) => state !== steps[index - 1]?.state)
    return [...new Set(changed.map(({ step = "" }) => step))]
  }

  test.concurrent.each(cases)(
    "leaves the server as it was: $name",
    async (how) => {
      const server = await prepare(how)
      const steps = await stepsOf(server)
      expect(steps.length).toBeGreaterThan(40)
      expect(await server.read(driver, `${steps.join("\n")}\n`)).toBe("")
    },
    900_000,
  )
})
