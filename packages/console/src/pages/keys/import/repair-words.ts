import type { FormatName, RepairCode } from "@latchkey/engine"
import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"

/** What was put right, one sentence a repair. */
export const repairWords: Readonly<Record<RepairCode, MessageDescriptor>> = {
  byte_order_mark_removed: msg`A byte order mark at the start was removed.`,
  utf16_decoded: msg`The text was UTF-16 and was converted.`,
  latin1_decoded: msg`The text was read as Latin-1.`,
  carriage_returns_removed: msg`Windows line ends were converted.`,
  spaces_removed: msg`Superfluous spaces were removed.`,
  invisible_characters_removed: msg`Invisible characters were removed.`,
  quotes_removed: msg`Quotes around the key were removed.`,
  quote_marks_removed: msg`Mail quote marks before the key were removed.`,
  prompt_removed: msg`A command prompt was left out.`,
  markdown_removed: msg`Markdown marks around the key were removed.`,
  prefix_removed: msg`Text before the key was left out.`,
  json_escapes_removed: msg`JSON escapes were decoded.`,
  wrapped_lines_joined: msg`Wrapped lines were joined.`,
  key_spaces_removed: msg`Spaces inside the key were removed.`,
  key_shortened: msg`Superfluous zero bytes in the key were removed.`,
  second_key_split: msg`Several keys on one line were separated.`,
  key_type_renamed: msg`The line named a signature algorithm. The key type is ssh-rsa.`,
  key_type_added: msg`The key type was missing and was read from the key itself.`,
  armor_repaired: msg`The frame around the key was repaired.`,
  text_around_removed: msg`Text around the key was left out.`,
  comment_cut: msg`The comment was too long and was cut.`,
}

/** What a public key was converted from; nothing for the form in which keys are kept. */
export const conversionWords: Readonly<Partial<Record<FormatName, MessageDescriptor>>> = {
  rfc4716: msg`Converted from PuTTY's SSH2 format. The key itself is unchanged.`,
  spki: msg`Converted from PEM. PEM has no comment, so give it a name.`,
  pkcs1: msg`Converted from PEM. PEM has no comment, so give it a name.`,
}
