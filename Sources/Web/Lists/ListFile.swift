import Access
import Exchange
import Foundation
import HTTPTypes
import Hummingbird
import Journal
import NIOCore
import NetworkLife
import Storage

extension RecordList {
    /// The rows that are read at a time, each time in a transaction of its own: however long the list, no more is held.
    static var fileBatch: Int { 500 }

    /// The whole list as it is chosen, as a spreadsheet opens it. The file's name tells nothing.
    func file(_ state: ListState, _ visit: Visit) -> Reply {
        let query = ListQuery(self, state, visit)
        var head = CSVWriter(separator: .semicolon, byteOrderMark: true)
        head.append(columns.map { .text(visit.say($0.label)) })
        var note = ListExport()
        note.list = R.kind
        note.isNarrowed = state.isNarrowed
        return .export(
            Export(note: note, name: "liste-\(visit.today).csv", type: "text/csv; charset=utf-8", head: ByteBuffer(bytes: head.bytes)) {
                key in
                try await visit.site.store.read { connection in
                    let found = try query.rows(from: key, limit: Self.fileBatch, connection)
                    let context = ListContext(
                        visit: visit, names: try Names(visit, connection, ofEach: found.rows, in: columns.fields), more: try more(visit, found.rows, connection)
                    )
                    var writer = CSVWriter(separator: .semicolon, byteOrderMark: false)
                    for row in found.rows { writer.append(columns.map { $0.cell(row, context).written }) }
                    return (ByteBuffer(bytes: writer.bytes), found.rows.count < Self.fileBatch ? nil : found.last)
                }
            })
    }
}

/// A list on its way out as a file: what is noted of it, and its rows, read while they are sent.
package struct Export: Sendable {
    /// Where a piece ends and the next one begins: what the order is by, and the identifier of the last row.
    typealias Key = (value: Value, id: AnyID)

    let note: ListExport
    let name: String
    let type: String
    let head: ByteBuffer
    /// The rows after a key, and the key to go on from; no key after the last rows.
    let piece: @Sendable (Key?) async throws -> (rows: ByteBuffer, next: Key?)

    /// A fault on the way cuts the answer off, so that nobody takes a part for the whole.
    var body: ResponseBody {
        ResponseBody { writer in
            try await writer.write(head)
            var key: Key?
            repeat {
                let (rows, next) = try await piece(key)
                try await writer.write(rows)
                key = next
            } while key != nil
            try await writer.finish(nil)
        }
    }
}

extension Visit {
    /// Notes in the organisation's readings that a list leaves, before it does.
    func note(_ export: Export) async throws {
        let reader = try reader()
        let note = export.note
        try await site.store.perform(ActName.listExport.name, by: Author(reader.account), in: .readings(reader.organization)) {
            try $0.make(note)
        }
    }
}

extension Cell {
    /// The cell as a file has it: days so that they sort.
    fileprivate var written: CSVCell {
        switch self {
        case .link(let text, _, let note): .text(note.isEmpty ? text : "\(text) \(note)")
        case .text(let text), .tag(let text, _): text.isEmpty ? .empty : .text(text)
        case .day(let day, _): day.map { .text($0.description) } ?? .empty
        case .number(let number): .integer(number)
        case .amount(let amount, _): .amount(amount)
        }
    }
}
