import type { Repair, RepairCode } from "./inspection.ts"

const messages: Readonly<Record<RepairCode, string>> = {
  byte_order_mark_removed: "a byte order mark at the start was removed",
  utf16_decoded: "the text was UTF-16 and was converted",
  latin1_decoded: "the text was not UTF-8 and was read as Latin-1",
  carriage_returns_removed: "Windows line ends were converted",
  spaces_removed: "superfluous spaces were removed",
  invisible_characters_removed: "invisible characters were removed",
  quotes_removed: "quotes around the key were removed",
  quote_marks_removed: "mail quote marks before the key were removed",
  prompt_removed: "a command prompt was left out",
  markdown_removed: "Markdown marks around the key were removed",
  prefix_removed: "text before the key was left out",
  json_escapes_removed: "JSON escapes were decoded",
  wrapped_lines_joined: "wrapped lines were joined",
  key_spaces_removed: "spaces inside the key were removed",
  second_key_split: "several keys on one line were separated",
  key_shortened: "superfluous zero bytes inside the key were dropped",
  key_type_renamed: "the line named a signature algorithm; the key type is ssh-rsa",
  key_type_added: "the key type was missing and was read from the key itself",
  armor_repaired: "the frame around the key was repaired",
  text_around_removed: "text around the key was left out",
  comment_cut: "the comment was too long and was cut",
}

/** Repairs with their words, each once, in the order given. */
export function repairs(codes: Iterable<RepairCode>): readonly Repair[] {
  return Array.from(new Set(codes), (code) => ({ code, message: messages[code] }))
}
