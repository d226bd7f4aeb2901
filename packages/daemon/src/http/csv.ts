/** A row of a table as text: quoted by RFC 4180; what a spreadsheet would run as a formula gets an apostrophe in front. */
export function csvRow(fields: readonly string[]): string {
  return `${fields.map(csvField).join(",")}\r\n`
}

/** Spreadsheets skip white space before a formula, and some read the wide forms of its signs too. */
const formula = /^[\s\u00a0\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]/

function csvField(text: string): string {
  const inert = formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
