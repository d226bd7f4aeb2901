export { type FormatPrivateKeyOptions, formatPrivateKey, type WritableFormat } from "./format-private-key.ts"
export { type ParsePrivateKeyOptions, parsePrivateKey } from "./parse-private-key.ts"
export { createPrivateKey, PrivateKey, withComment } from "./private-key.ts"
export { readPublicHalf } from "./reading/private-block.ts"
