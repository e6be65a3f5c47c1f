import Journal
import Storage

extension OpenData {
    /// As it stands in this installation.
    package init(_ connection: any Connection) throws {
        self.init(
            try connection.all(OpenDataTerms.self, "ORDER BY made LIMIT 1").first?.record,
            try connection.all(OpenDataApproval.self, "ORDER BY made, id LIMIT 200").map(\.record))
    }
}
