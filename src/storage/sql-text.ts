/** A text as SQL says it, where a backslash is only a backslash. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A name of a column or table as standard SQL says it. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A text as SQL says it where a backslash escapes. */
export const escapedSqlText = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`

/** A name as ClickHouse says it, where a backslash escapes too. */
export const clickHouseName = (name: string): string => `\`${name.replace(/[\\`]/g, '\\$&')}\``

/** A path as DuckDB takes it for itself: it reads paths as patterns, in which a character in brackets stands for itself. */
export const exactPath = (path: string): string => path.replace(/[*?[]/g, '[$&]')
