import { KeyError } from "./error.ts"

/** The error for a passphrase that does not open a file. */
export function wrongPassphrase(): KeyError {
  return new KeyError("passphrase_wrong", "the passphrase is wrong", { hint: "try again, or use the .pub file" })
}

/** `passphrase`, where a file needs one. Throws `passphrase_required` when there is none, or an empty one. */
export function requirePassphrase(passphrase: string | undefined): string {
  if (passphrase !== undefined && passphrase !== "") return passphrase
  throw new KeyError("passphrase_required", "this private key is encrypted and needs its passphrase", {
    hint: "give its passphrase, or use the .pub file",
  })
}
