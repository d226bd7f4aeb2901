import type { LoginsReport, SentLogin } from "@latchkey/core"

/** Longer names of login users are cut: useradd(8) makes none, and whoever is refused may send what they like. */
const longestLoginUser = 64
/** The last second that can be written as a time. */
const lastSecond = 8_640_000_000_000

const reportId = /^[\d-]{1,64}$/
/** `ID EPOCH ADDR PORT FINGERPRINT USER`: the user comes last, because anyone can send one with spaces. */
const loginLine = /^([\d-]{1,64}) (\d{1,13}) ([\w.:%-]{1,64}) (\d{1,5}) (SHA256:[A-Za-z0-9+/]{43}) (.+)$/s

/**
 * What a report says of logins, from its lines by name. A line that is not in its form is passed over: who made it is
 * unknown, and it must not keep the others from being read.
 */
export function readLogins(values: ReadonlyMap<string, readonly string[]>): LoginsReport {
  const read = (name: string, kind: SentLogin["kind"]) =>
    (values.get(name) ?? []).flatMap((line) => readLogin(line, kind))
  const [clock] = (values.get("now") ?? []).flatMap(readTime)
  return {
    ...(clock !== undefined && { clock }),
    logins: [...read("login", "login"), ...read("refused", "refusal")],
    ...(values.has("open-list") && { open: [...new Set(values.get("open"))].filter((id) => reportId.test(id)) }),
  }
}

/**
 * A report without what strangers chose: a login user named like the first line of a private key is none, nor is such a
 * comment in authorized_keys, and they must not keep a report from being taken.
 */
export function withoutForeignLines(text: string): string {
  return text.replace(/^(?:login|refused|found) [^\n]*/gm, "")
}

function readLogin(line: string, kind: SentLogin["kind"]): readonly SentLogin[] {
  const [, id, epoch = "", address = "", port, fingerprint = "", user = ""] = loginLine.exec(line) ?? []
  const [at] = readTime(epoch)
  if (id === undefined || at === undefined || Number(port) > 65_535) return []
  const loginUser = user.replace(/[^\x20-\x7e]/g, "?").slice(0, longestLoginUser)
  return [{ reportId: id, kind, at, address, port: Number(port), fingerprint, loginUser }]
}

/** Seconds since 1970. */
function readTime(text: string): readonly number[] {
  return /^\d{1,13}$/.test(text) && Number(text) <= lastSecond ? [Number(text) * 1000] : []
}
