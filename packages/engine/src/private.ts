export { type FormatPrivateKeyOptions, formatPrivateKey } from "./format-private-key.ts"
export { type ParsePrivateKeyOptions, parsePrivateKey } from "./parse-private-key.ts"
export { createPrivateKey, PrivateKey, withComment } from "./private-key.ts"
