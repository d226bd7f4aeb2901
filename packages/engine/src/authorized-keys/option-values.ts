/** What is wrong with the value of an option that only certain values fit, so that sshd ignores its line (auth-options.c). */
export const valueFaults: Readonly<Record<string, (value: string) => string | undefined>> = {
  environment: (value) => (/^\w+=/.test(value) ? undefined : "is not NAME=VALUE"),
  "expiry-time": (value) => (isMoment(value) ? undefined : "is not a time such as 20301231 or 20301231235959Z"),
  permitlisten: (value) => (isForwarding(/[:/]/.test(value) ? value : `*:${value}`) ? undefined : "is not [HOST:]PORT"),
  permitopen: (value) => (isForwarding(value) ? undefined : "is not HOST:PORT"),
  tunnel: (value) => (value === "any" || isNumber(value, 0, 0x7ffffffd) ? undefined : "is not the number of a device"),
}

/** YYYYMMDD[HHMM[SS]], in the machine's time or, with a Z or UTC behind it, in UTC (misc.c, parse_absolute_time). */
function isMoment(text: string): boolean {
  const digits = text.replace(/(?:Z|UTC)$/i, "")
  const match = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?$/.exec(digits)
  if (match === null) return false
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0))
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= 31
  return year >= 1970 && isDay && hour <= 23 && minute <= 59 && second <= 60
}

/** HOST:PORT or HOST/PORT, where an IPv6 address stands in brackets; a port may be `*` or the name of a service. */
function isForwarding(text: string): boolean {
  const [, port] = /^(?:\[[^\]]*\]|[^:/[]*)[:/](.+)$/.exec(text) ?? []
  if (port === undefined) return false
  return port === "*" || (/^\d+$/.test(port) ? isNumber(port, 1, 65535) : /^[a-z][\w+.-]*$/i.test(port))
}

function isNumber(text: string, least: number, most: number): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) >= least && Number(text) <= most
}
