/** How long a passphrase holds against whoever has the file. */
export type Strength = "weak" | "fair" | "strong" | "very-strong"

/** What guessers try first, as far as it is not caught by its pattern. */
const common =
  /pass|word|qwert|azert|abc|letmein|admin|welcome|iloveyou|secret|monkey|dragon|login|hallo|bonjour|ssh|key/gi

/** Bits of surprise that a character adds, by the kinds of characters around it. */
function bitsPerCharacter(text: string): number {
  const kinds = [
    { pattern: /[a-z]/, size: 26 },
    { pattern: /[A-Z]/, size: 26 },
    { pattern: /\d/, size: 10 },
    { pattern: /[^\p{L}\d]/u, size: 33 },
    { pattern: /[^\x20-\x7e]/, size: 100 },
  ]
  return Math.log2(kinds.reduce((sum, { pattern, size }) => sum + (pattern.test(text) ? size : 0), 0))
}

/** Characters that a guesser could not continue: repeats, runs such as 1234, and common words count once. */
function surprisingLength(text: string): number {
  const shortened = text.replace(common, "*")
  let length = 0
  for (let index = 0; index < shortened.length; index++) {
    const step = shortened.charCodeAt(index) - shortened.charCodeAt(index - 1)
    length += Math.abs(step) <= 1 ? 0.25 : 1
  }
  return length
}

/** A rough judgement, on the side of caution: the key derivation of the file slows guessing down, and is not counted. */
export function strengthOf(passphrase: string): Strength {
  const bits = passphrase === "" ? 0 : bitsPerCharacter(passphrase) * surprisingLength(passphrase)
  if (bits < 45) return "weak"
  if (bits < 60) return "fair"
  return bits < 80 ? "strong" : "very-strong"
}

const consonants = "bdfghjklmnprstvz"
const vowels = "aeiou"

/** Two syllables: 12.6 bits each, so that six words are 75 bits. */
function pronounceable(random: Uint16Array): string {
  const [value = 0] = random
  const pick = (from: string, by: number) => from.charAt(by % from.length)
  const syllables = value % (consonants.length * vowels.length) ** 2
  const at = (divisor: number) => Math.floor(syllables / divisor)
  return [pick(consonants, at(1)), pick(vowels, at(16)), pick(consonants, at(80)), pick(vowels, at(1280))].join("")
}

/** Six words that mean nothing in any language and can be said, from the browser's secure random numbers. */
export function newPassphrase(): string {
  const limit = Math.floor(0x10000 / 6400) * 6400
  const words: string[] = []
  while (words.length < 6) {
    const random = crypto.getRandomValues(new Uint16Array(1))
    // What lies beyond the last whole multiple would make some words likelier than others.
    if ((random[0] ?? limit) < limit) words.push(pronounceable(random))
  }
  return words.join("-")
}
