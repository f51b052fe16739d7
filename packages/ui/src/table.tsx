import type { ReactNode } from 'react'

export interface Column<Row> {
  /** Key and, unless `label` is given, the heading. */
  name: string
  label?: ReactNode
  /** Numbers stand at the end. */
  end?: boolean
  cell: (row: Row) => ReactNode
}

export interface TableProps<Row> {
  /** Read before the table; not seen. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
}

/** A table whose first column names the row; on a phone each row folds into a block. */
export function Table<Row>({ caption, columns, rows, rowKey }: TableProps<Row>) {
  const cell =
    'align-middle sm:border-b sm:px-3 sm:py-2 sm:first:ps-4 sm:last:pe-4 sm:in-[tr:last-child]:border-b-0'
  return (
    <table className="fold w-full border-collapse text-s leading-snug">
      <caption className="vh">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column.name}
              scope="col"
              className={`border-b border-line px-3 py-2 text-xs whitespace-nowrap text-ink-3 first:ps-4 last:pe-4 ${column.end ? 'text-end' : ''}`}
            >
              {column.label ?? column.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column, at) =>
              at === 0 ? (
                <th key={column.name} scope="row" className={cell}>
                  {column.cell(row)}
                </th>
              ) : (
                <td
                  key={column.name}
                  data-label={typeof column.label === 'string' ? column.label : column.name}
                  className={`${cell} ${column.end ? 'text-end' : ''}`}
                >
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
