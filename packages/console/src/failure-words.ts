import { type ErrorCode, longestName } from "@latchkey/core"
import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"

/** What happened, and what to do about it. */
export type Words = { readonly message: MessageDescriptor; readonly hint: MessageDescriptor }

/** Words of one operation, where the code alone tells what happened to it. */
export type OperationWords = { readonly [code in ErrorCode]?: Words }

/** The least that can be said of each code, whatever was tried. */
export const generalWords: Readonly<Record<ErrorCode, Words>> = {
  invalid: { message: msg`Latchkey cannot take this as it is.`, hint: msg`Change it, then try again.` },
  not_found: { message: msg`This is not there any more.`, hint: msg`Load the page again.` },
  unauthenticated: { message: msg`You are not signed in.`, hint: msg`Sign in again.` },
  forbidden: { message: msg`You may not do this.`, hint: msg`Load the page again.` },
  conflict: { message: msg`This clashes with something that is already there.`, hint: msg`Load the page again.` },
  quota_exceeded: { message: msg`A limit of your account is reached.`, hint: msg`Ask an administrator.` },
  rate_limited: { message: msg`Too many tries.`, hint: msg`Try again.` },
  unavailable: { message: msg`Latchkey does not answer.`, hint: msg`Check that it runs, then try again.` },
  not_implemented: { message: msg`This Latchkey cannot do that.`, hint: msg`Ask an administrator.` },
  internal: { message: msg`Something went wrong in Latchkey itself.`, hint: msg`Try again.` },
}

const badName: Words = {
  message: msg`A name has 1 to ${longestName} characters, none of them invisible.`,
  hint: msg`Choose another name.`,
}

/** What is wrong with a field, by the code and the last part of the field's path. */
export const fieldWords: { readonly [codeAndField: string]: Words } = {
  "invalid name": badName,
  "invalid displayName": badName,
  "invalid expiresAt": {
    message: msg`This expiry has passed already.`,
    hint: msg`Choose a time that is still to come.`,
  },
  "forbidden publicUrl": {
    message: msg`Servers are not connected over an address that is not https.`,
    hint: msg`Put a proxy with TLS in front of Latchkey and set LATCHKEY_PUBLIC_URL. For a trial, start it with LATCHKEY_INSECURE_HTTP=1.`,
  },
  "conflict name": { message: msg`You already have a key with this name.`, hint: msg`Choose another name.` },
}
