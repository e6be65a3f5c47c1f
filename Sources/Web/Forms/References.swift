import Access
import Journal
import Storage

extension Connection {
    /// The fields that name something that is not here: an identifier that was made up, or of what was removed meanwhile.
    func unknownReferences<R: Record>(of record: R, asked: [String]) throws -> [Refusal.Problem] {
        try R.fields.compactMap { field in
            guard asked.contains(field.name), case .reference(let kind) = field.input, case let value = field.read(record), value != .null else {
                return nil
            }
            let column = kind == "place" ? "place" : "id"
            let isKnown = try first("SELECT 1 FROM \"\(kind)\" WHERE \(column) = ? LIMIT 1", [value]) { _ in true } ?? false
            return isKnown ? nil : Refusal.Problem(field.name, Problem.unknownChoice.phrase)
        }
    }
}
