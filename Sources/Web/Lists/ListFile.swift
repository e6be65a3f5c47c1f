import Exchange
import Journal
import NIOCore
import Storage

extension RecordList {
    /// The most rows that one file has.
    static var mostInFile: Int { 20_000 }

    /// The whole list as it is chosen, as a spreadsheet opens it. The file's name tells nothing.
    func file(_ state: ListState, _ visit: Visit, _ connection: any Connection) throws -> Reply {
        var writer = CSVWriter(separator: .semicolon, byteOrderMark: true)
        writer.append(columns.map { .text(visit.say($0.label)) })
        let query = ListQuery(self, state, today: visit.today, within: within(visit))
        var place = ListState.Place.start
        var written = 0
        let batch = 1_000
        while written < Self.mostInFile, let found = try query.rows(place, limit: batch, connection)?.rows, let last = found.last {
            let context = ListContext(visit: visit, names: try Names(connection, ofEach: found, in: columns.fields), more: try more(visit, found, connection))
            for row in found { writer.append(columns.map { $0.cell(row, context).written }) }
            written += found.count
            place = .after(last.id.cast())
            if found.count < batch { break }
        }
        return .download(
            ByteBuffer(bytes: writer.bytes), type: "text/csv; charset=utf-8", name: "liste-\(visit.today).csv")
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
        }
    }
}
