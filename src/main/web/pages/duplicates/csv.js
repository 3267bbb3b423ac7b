// Lists as files for spreadsheets.

/** Saves rows as a CSV file (RFC 4180, UTF-8 with a mark that spreadsheets look for). */
export function saveCsv(file, header, rows) {
  const text = [header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`\uFEFF${text}\r\n`], {type: 'text/csv;charset=utf-8'}));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** One value. A text that a spreadsheet would run as a formula gets an apostrophe before it. */
function cell(value) {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
