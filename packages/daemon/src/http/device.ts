/** In the order of asking: what claims to be others comes first (RFC 9110 section 10.1.5 leaves the form open). */
const browsers = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|Chromium|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
  [/\bcurl\//, "curl"],
] as const

const systems = [
  [/\b(?:iPhone|iPad)\b/, "iOS"],
  [/\bAndroid\b/, "Android"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
] as const

/** Of a User-Agent header no more is looked at. */
const longestUserAgent = 1000

/** A browser in a few words, "Firefox, Linux", of those that we know: nothing that came from outside is kept. */
export function deviceOf(userAgent: string | undefined): string | undefined {
  const text = userAgent?.slice(0, longestUserAgent) ?? ""
  const names = [browsers, systems].map((known) => known.find(([pattern]) => pattern.test(text))?.[1])
  const words = names.filter((name) => name !== undefined)
  return words.length === 0 ? undefined : words.join(", ")
}
