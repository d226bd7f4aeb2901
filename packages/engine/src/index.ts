export { type BlocklistLine, blocklistEntries, readBlocklist } from "./audit/blocklist.ts"
export { type Weakness, type WeaknessCode, weaknessCodes } from "./audit/weakness.ts"
export { type AuditAllOptions, type AuditOptions, audit, auditAll, auditNumber, auditRsaSize } from "./audit.ts"
export { type AuthorizedKey, formatAuthorizedKey, parseAuthorizedKeys } from "./authorized-keys/authorized-keys.ts"
export { formatOptions, type KeyOption, optionWarnings, parseOptions } from "./authorized-keys/options.ts"
export { decodeBase64, encodeBase64 } from "./base64.ts"
export { type DetectedPrivateKey, detectPrivateKey } from "./detect-private-key.ts"
export { KeyError, type KeyErrorCode, type KeyErrorDetails } from "./error.ts"
export { fingerprintMd5, fingerprintSha256, fingerprintX509 } from "./fingerprint.ts"
export { formatPkcs1 } from "./formats/pkcs1.ts"
export { formatRfc4716 } from "./formats/rfc4716.ts"
export { formatSpki } from "./formats/spki.ts"
export { inspect } from "./inspect.ts"
export type {
  FindingLines,
  FormatName,
  Inspection,
  InspectionFinding,
  InspectOptions,
  PrivateKeyFinding,
  PublicKeyFinding,
  RefusedFinding,
  Repair,
  RepairCode,
} from "./inspection.ts"
export { formatKeyList, type KeyListLine } from "./key-list.ts"
export { isKeyTypeName, type KeyType, type KeyTypeName, keyTypeNames, keyTypes } from "./key-type.ts"
export { checkPoint } from "./key-types/ed25519.ts"
export type { DecodeFields, DecodeOptions, PublicFields } from "./key-types/fields.ts"
export {
  formatKnownHost,
  hashKnownHost,
  type KnownHost,
  matchesHost,
  parseKnownHosts,
} from "./known-hosts/known-hosts.ts"
export {
  MAX_FINDINGS,
  MAX_INPUT_LENGTH,
  MAX_KEY_LIST_LENGTH,
  MAX_LINE_LENGTH,
  MAX_PASSPHRASE_TRIES,
  MAX_RSA_BITS,
} from "./limits.ts"
export { toPrintable } from "./printable.ts"
export type { PrivateFormatName } from "./private-format.ts"
export { decodePublicKey, formatPublicKey, type PublicKey, parsePublicKey } from "./public-key.ts"
export { type RandomartCell, type RandomartField, randomart, randomartField } from "./randomart.ts"
export { defaultRsaLimits, type RsaLimits } from "./rsa-limits.ts"
export { quoteForShell, shellWord } from "./shell-word.ts"
export { parseX509Certificate } from "./x509-certificate.ts"
